namespace Sluice.Bpf.Btf.Core;

/// <summary>What a relocation's question comes to in one collection of types.</summary>
/// <param name="Value">The value.</param>
/// <param name="Text">Where it comes from, in words.</param>
readonly record struct CoreAnswer(ulong Value, string Text)
{
    /// <summary>For a field's offset: the field's type and bytes, as loads and stores follow them. Else null and 0.</summary>
    public (BtfType? Type, int Size) Field { get; init; }

    /// <summary>Must the compiler have put the local value into the instruction? Bit fields and ids may differ.</summary>
    public bool IsExact { get; init; }

    /// <summary>Where the field is, to tell apart candidates that answer alike by chance; else 0.</summary>
    public long BitOffset { get; init; }

    /// <summary>Why there is no value, though the type or the field is there; else null.</summary>
    public string? Problem { get; init; }

    /// <summary>Do both come to the same value by the same way?</summary>
    public bool AgreesWith(CoreAnswer other) =>
        (Value, BitOffset, Problem is null) == (other.Value, other.BitOffset, other.Problem is null);
}
