namespace Sluice.Click.Elements.Programs;

/// <summary>What programs' results mean to elements. Results that a table does not hold are errors.</summary>
/// <remarks>Network Function Virtualization with UniBPF, section 5.3; include/uapi/linux/bpf.h, enum xdp_action.</remarks>
static class VerdictTables
{
    /// <summary>A filter's program: abort, drop, pass.</summary>
    public static ReadOnlySpan<Verdict> Filter => [Verdict.Abort, Verdict.Drop, Verdict.Pass];

    /// <summary>A rewriter's program: abort, success.</summary>
    public static ReadOnlySpan<Verdict> Rewriter => [Verdict.Abort, Verdict.Pass];

    /// <summary>An XDP program in an element with one output: whatever it does not drop goes on.</summary>
    public static ReadOnlySpan<Verdict> Xdp => [Verdict.Abort, Verdict.Drop, Verdict.Pass, Verdict.Pass, Verdict.Pass];

    /// <summary>An XDP program in an element with several: pass, tx and redirect are outputs 0, 1 and 2.</summary>
    public static ReadOnlySpan<Verdict> XdpOutputs => [Verdict.Abort, Verdict.Drop, Verdict.Pass, Verdict.Second, Verdict.Third];

    /// <summary>What a result means.</summary>
    public static Verdict Find(ReadOnlySpan<Verdict> table, ulong result) =>
        (uint)result < (uint)table.Length ? table[(int)(uint)result] : Verdict.Abort;
}
