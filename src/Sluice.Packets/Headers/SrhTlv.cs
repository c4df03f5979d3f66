namespace Sluice.Packets;

/// <summary>One TLV of a segment routing header (RFC 8754, section 2.1).</summary>
/// <param name="type">What it is.</param>
/// <param name="value">Its value.</param>
public readonly ref struct SrhTlv(byte type, ReadOnlySpan<byte> value)
{
    /// <summary>What it is.</summary>
    public byte Type { get; } = type;

    /// <summary>Its value.</summary>
    public ReadOnlySpan<byte> Value { get; } = value;
}
