namespace Sluice.Cli;

/// <summary>The command line makes no sense, whatever the files hold: the message says what was found and what was expected.</summary>
/// <remarks>It ends the tool with <see cref="ExitCode.Usage"/> and a word about the help.</remarks>
public sealed class UsageException(string message) : Exception(message);
