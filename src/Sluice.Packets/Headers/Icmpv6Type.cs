namespace Sluice.Packets;

/// <summary>ICMPv6 message types (RFC 4443; neighbour discovery: RFC 4861).</summary>
public enum Icmpv6Type : byte
{
    /// <summary>Destination unreachable; the code says why.</summary>
    DestinationUnreachable = 1,

    /// <summary>The packet does not fit the next link.</summary>
    PacketTooBig = 2,

    /// <summary>Hop limit or reassembly time exceeded.</summary>
    TimeExceeded = 3,

    /// <summary>A header field is wrong.</summary>
    ParameterProblem = 4,

    /// <summary>Ping.</summary>
    EchoRequest = 128,

    /// <summary>Answer to an echo request.</summary>
    EchoReply = 129,

    /// <summary>Who is a router here?</summary>
    RouterSolicitation = 133,

    /// <summary>A router presents itself.</summary>
    RouterAdvertisement = 134,

    /// <summary>Who has this address?</summary>
    NeighborSolicitation = 135,

    /// <summary>The sender has it.</summary>
    NeighborAdvertisement = 136,
}
