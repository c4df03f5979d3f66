namespace Sluice.Cli.Verification;

/// <summary>How a verification's result is printed.</summary>
enum ReportForm
{
    /// <summary>With explanations.</summary>
    Full,

    /// <summary>With explanations, and with what was proved at each block.</summary>
    Verbose,

    /// <summary>Only what passes and what does not.</summary>
    Quiet,

    /// <summary>A line of numbers for each program, as scripts that compare verifiers read it.</summary>
    Csv,
}
