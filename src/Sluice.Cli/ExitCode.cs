namespace Sluice.Cli;

/// <summary>What a command answers to its shell.</summary>
public static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>The input or the program is wrong.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong: EX_USAGE of sysexits.h.</summary>
    public const int Usage = 64;
}
