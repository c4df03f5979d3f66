namespace Sluice.Bpf.Instructions;

/// <summary>The fields of an instruction that carry an operand. The others must be zero (RFC 9669 section 3).</summary>
[Flags]
public enum Fields : byte
{
    /// <summary>No operand.</summary>
    None = 0,

    /// <summary>The destination register.</summary>
    Destination = 1,

    /// <summary>The source register.</summary>
    Source = 2,

    /// <summary>The 16-bit offset.</summary>
    Offset = 4,

    /// <summary>The 32-bit immediate.</summary>
    Immediate = 8,

    /// <summary>The immediate of the following slot, the upper half of 64 bits.</summary>
    NextImmediate = 16,
}
