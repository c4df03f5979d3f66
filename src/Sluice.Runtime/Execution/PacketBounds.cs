namespace Sluice.Runtime.Execution;

/// <summary>Where a packet lies in the caller's memory, and how far it may grow there.</summary>
/// <param name="start">The first byte that it may grow to.</param>
/// <param name="data">Its first byte.</param>
/// <param name="end">The first byte behind it.</param>
/// <param name="limit">The first byte behind all room.</param>
public readonly unsafe struct PacketBounds(byte* start, byte* data, byte* end, byte* limit)
{
    /// <summary>The first byte that it may grow to.</summary>
    public byte* Start { get; } = start;

    /// <summary>Its first byte.</summary>
    public byte* Data { get; } = data;

    /// <summary>The first byte behind it.</summary>
    public byte* End { get; } = end;

    /// <summary>The first byte behind all room.</summary>
    public byte* Limit { get; } = limit;
}
