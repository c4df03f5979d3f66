namespace Sluice.Bpf.Instructions;

/// <summary>The field that tells apart instructions that share an opcode byte.</summary>
public enum Selector : byte
{
    /// <summary>The opcode says it all.</summary>
    None,

    /// <summary>The offset field: signed division, sign-extending moves.</summary>
    Offset,

    /// <summary>The immediate field: atomic operations, widths of byte swaps.</summary>
    Immediate,

    /// <summary>The source register field: kinds of calls and of 64-bit immediates.</summary>
    Source,
}
