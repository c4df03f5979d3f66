namespace Sluice.Packets;

/// <summary>The fields of an IPv4 header that are not computed from the rest of the packet (RFC 791).</summary>
/// <param name="Source">Sender.</param>
/// <param name="Destination">Receiver.</param>
public readonly record struct IPv4Fields(IPv4Address Source, IPv4Address Destination)
{
    /// <summary>Hops left.</summary>
    public byte TimeToLive { get; init; } = 64;

    /// <summary>Differentiated services code point, 0 to 63.</summary>
    public byte Dscp { get; init; }

    /// <summary>Explicit congestion notification, 0 to 3.</summary>
    public byte Ecn { get; init; }

    /// <summary>Common to all fragments of a datagram.</summary>
    public ushort Identification { get; init; }

    /// <summary>DF.</summary>
    public bool DontFragment { get; init; }

    /// <summary>MF.</summary>
    public bool MoreFragments { get; init; }

    /// <summary>Where the payload belongs in the datagram, in bytes: a multiple of 8.</summary>
    public int FragmentOffset { get; init; }
}
