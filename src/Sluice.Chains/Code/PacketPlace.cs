namespace Sluice.Chains.Code;

/// <summary>A place in a packet: a layer's start, plus a constant, plus perhaps a computed index.</summary>
/// <param name="Layer">What it counts from.</param>
/// <param name="Offset">Bytes, 0 to <see cref="LargestOffset"/>.</param>
/// <param name="Index">Further bytes, unsigned; the constant 0 if there are none.</param>
/// <remarks>
/// Chains see the first 16 KiB of a packet, as published: an index from the packet's start reaches as far, one from another layer
/// <see cref="LargestOffset"/>, and a layer is only there where it begins within <see cref="LargestLayer"/>. An access beyond that,
/// or beyond the packet's end, is a fault (<see cref="FaultCause.Packet"/>).
/// </remarks>
public readonly record struct PacketPlace(PacketLayer Layer, int Offset, Operand Index)
{
    /// <summary>The largest constant offset.</summary>
    public const int LargestOffset = 0x0fff;

    /// <summary>The last byte of a packet at which a layer can begin.</summary>
    public const int LargestLayer = 0x1fff;

    /// <summary>A place without an index.</summary>
    public PacketPlace(PacketLayer layer, int offset)
        : this(layer, offset, Operand.Value(0))
    {
    }
}
