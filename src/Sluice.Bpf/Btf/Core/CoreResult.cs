namespace Sluice.Bpf.Btf.Core;

/// <summary>What came of one CO-RE relocation, for messages and tests.</summary>
/// <param name="Relocation">The relocation.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Local">What was asked for, in words.</param>
public sealed record CoreResult(CoreRelocation Relocation, CoreOutcome Outcome, string Local)
{
    /// <summary>The value that the instruction has now, unless it is poisoned.</summary>
    public ulong Value { get; init; }

    /// <summary>What was found in the target, in words; empty if nothing was.</summary>
    public string Target { get; init; } = "";

    /// <summary>Why the instruction is poisoned; else empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Is the instruction poisoned, so that a program must not reach it?</summary>
    public bool IsPoisoned => Outcome >= CoreOutcome.Poisoned;

    /// <inheritdoc/>
    public override string ToString()
    {
        var question = $"insn {Relocation.Instruction}: CO-RE {Relocation.Kind} of {Local}";
        return IsPoisoned ? $"{question}: poisoned: {Reason}"
            : Outcome == CoreOutcome.Absent ? $"{question}: the target has none"
            : $"{question}: {Value}, from {Target}";
    }
}
