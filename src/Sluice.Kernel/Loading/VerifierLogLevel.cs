namespace Sluice.Kernel.Loading;

/// <summary>What the kernel's verifier writes about a program that it accepts.</summary>
/// <remarks>BPF_LOG_LEVEL1 and the following of kernel/bpf/verifier.c. A rejected program always gets a log.</remarks>
public enum VerifierLogLevel
{
    /// <summary>Nothing; the quickest.</summary>
    OnFailure = 0,

    /// <summary>The instructions as they were followed.</summary>
    Branches = 1,

    /// <summary>With the state of every register.</summary>
    States = 2,

    /// <summary>The statistics alone.</summary>
    Statistics = 4,
}
