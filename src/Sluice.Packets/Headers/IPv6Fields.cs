namespace Sluice.Packets;

/// <summary>The fields of an IPv6 header that are not computed from the rest of the packet (RFC 8200).</summary>
/// <param name="Source">Sender.</param>
/// <param name="Destination">Receiver; with a routing header the next segment.</param>
public readonly record struct IPv6Fields(IPv6Address Source, IPv6Address Destination)
{
    /// <summary>Hops left.</summary>
    public byte HopLimit { get; init; } = 64;

    /// <summary>Differentiated services code point, 0 to 63.</summary>
    public byte Dscp { get; init; }

    /// <summary>Explicit congestion notification, 0 to 3.</summary>
    public byte Ecn { get; init; }

    /// <summary>Flow label, 20 bits.</summary>
    public uint FlowLabel { get; init; }
}
