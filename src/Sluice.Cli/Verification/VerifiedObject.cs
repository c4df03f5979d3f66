namespace Sluice.Cli.Verification;

/// <summary>An object, as the user named it, and what verifying its programs and functions gave.</summary>
sealed record VerifiedObject(string Path, string Name, IReadOnlyList<VerifiedProgram> Programs)
{
    /// <summary>Do all of them pass?</summary>
    public bool Passed => Programs.All(program => program.Report.Passed);
}
