namespace Sluice.Chains.Code;

/// <summary>A place in a packet: a layer's start, plus a constant, plus perhaps a computed index.</summary>
/// <param name="Layer">What it counts from.</param>
/// <param name="Offset">Bytes, 0 to <see cref="LargestOffset"/>.</param>
/// <param name="Index">Further bytes, unsigned; the constant 0 if there are none.</param>
/// <remarks>
/// The first byte accessed must lie below <see cref="Machine.SharedMemory.Unset"/> and the last within the packet, or the
/// access is a fault (<see cref="FaultCause.Packet"/>). So is an index of <see cref="Machine.SharedMemory.Unset"/> or more.
/// </remarks>
public readonly record struct PacketPlace(PacketLayer Layer, int Offset, Operand Index)
{
    /// <summary>The largest constant offset.</summary>
    public const int LargestOffset = 0x0fff;

    /// <summary>A place without an index.</summary>
    public PacketPlace(PacketLayer layer, int offset)
        : this(layer, offset, Operand.Value(0))
    {
    }
}
