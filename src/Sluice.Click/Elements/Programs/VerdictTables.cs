namespace Sluice.Click.Elements.Programs;

/// <summary>What programs' results mean to elements.</summary>
/// <remarks>Network Function Virtualization with UniBPF, section 5.3; include/uapi/linux/bpf.h, enum xdp_action.</remarks>
static class VerdictTables
{
    /// <summary>The result of a run that a fault ended.</summary>
    public const int Fault = int.MinValue;

    /// <summary>A filter's program: abort, drop, pass.</summary>
    public static VerdictTable Filter { get; } = new(Verdict.Abort, Verdict.Drop, Verdict.Pass);

    /// <summary>A rewriter's program: abort, success.</summary>
    public static VerdictTable Rewriter { get; } = new(Verdict.Abort, Verdict.Pass);

    /// <summary>An XDP program in an element with one output: whatever it does not drop goes on.</summary>
    public static VerdictTable Xdp { get; } = new(Verdict.Abort, Verdict.Drop, Verdict.Pass, Verdict.Pass, Verdict.Pass);

    /// <summary>An XDP program in an element with several: pass, tx and redirect are outputs 0, 1 and 2.</summary>
    public static VerdictTable XdpOutputs { get; } = new(Verdict.Abort, Verdict.Drop, Verdict.Pass, Verdict.Second, Verdict.Third);
}
