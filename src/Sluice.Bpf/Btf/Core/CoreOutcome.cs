namespace Sluice.Bpf.Btf.Core;

/// <summary>What came of a CO-RE relocation.</summary>
public enum CoreOutcome
{
    /// <summary>The target has what was asked for; its value is in the instruction.</summary>
    Resolved,

    /// <summary>The target lacks it, and that is the answer: 0 is in the instruction.</summary>
    Absent,

    /// <summary>The target lacks it, or has it in a form the instruction cannot take: the instruction is poisoned.</summary>
    Poisoned,

    /// <summary>Several of the target's types fit and disagree: the instruction is poisoned. libbpf refuses the object.</summary>
    Ambiguous,

    /// <summary>The relocation contradicts the instruction or the local types: poisoned. libbpf refuses the object.</summary>
    Invalid,
}
