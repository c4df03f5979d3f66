namespace Sluice.Bpf.Diagnostics;

/// <summary>How bad a finding is.</summary>
public enum Severity
{
    /// <summary>The script works, but perhaps not as meant.</summary>
    Warning,

    /// <summary>The script cannot be built.</summary>
    Error,
}
