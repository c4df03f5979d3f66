namespace Sluice.Packets;

/// <summary>One header of a packet under construction, linked to the ones around it.</summary>
/// <param name="name">What people call it, for errors.</param>
/// <param name="length">Bytes of the header.</param>
/// <param name="write">Writes it; everything inside is written already.</param>
sealed class PacketLayer(string name, int length, PacketLayer.Writer write)
{
    /// <summary>Writes a header.</summary>
    /// <param name="bytes">The header and everything inside it.</param>
    /// <param name="layer">The layer to write.</param>
    public delegate void Writer(Span<byte> bytes, PacketLayer layer);

    /// <summary>Partial sum of the pseudo-header that an IP header gives.</summary>
    /// <param name="finalDestination">The last segment of a routing header, or null.</param>
    /// <param name="protocol">The transport.</param>
    /// <param name="length">Bytes of transport header and payload.</param>
    public delegate uint PseudoHeader(IPv6Address? finalDestination, IpProtocol protocol, int length);

    public string Name { get; } = name;

    public int Length { get; } = length;

    /// <summary>How a link header or GRE announces it, or null when they cannot carry it.</summary>
    public EtherType? EtherType { get; init; }

    /// <summary>How it is announced instead when it carries one of its own kind: the outer tag of QinQ.</summary>
    public EtherType? EtherTypeAroundItself { get; init; }

    /// <summary>How an IP header announces it, or null when it cannot carry it.</summary>
    public IpProtocol? Protocol { get; init; }

    /// <summary>Of an IP header: its pseudo-header.</summary>
    public PseudoHeader? Pseudo { get; init; }

    /// <summary>Whether the transport behind it belongs to the IP header before it.</summary>
    public bool IsExtension { get; init; }

    /// <summary>Of a routing header: the end of the path.</summary>
    public IPv6Address? FinalDestination { get; init; }

    EtherType? OwnEtherType => Inner?.Name == Name && EtherTypeAroundItself is { } around ? around : EtherType;

    public PacketLayer? Outer { get; set; }

    public PacketLayer? Inner { get; set; }

    public void Write(Span<byte> bytes) => write(bytes, this);

    /// <summary>The type to announce what is inside with.</summary>
    /// <exception cref="InvalidOperationException">This header cannot announce what is inside.</exception>
    public EtherType InnerEtherType(EtherType? told) => told ?? Inner?.OwnEtherType ?? throw CannotCarry("EtherType");

    /// <summary>The protocol to announce what is inside with; "no next header" for nothing.</summary>
    /// <exception cref="InvalidOperationException">This header cannot announce what is inside.</exception>
    public IpProtocol InnerProtocol(IpProtocol? told) =>
        told ?? (Inner is null ? IpProtocol.NoNextHeader : Inner.Protocol ?? throw CannotCarry("protocol"));

    /// <summary>Partial sum of the pseudo-header for this transport.</summary>
    /// <exception cref="InvalidOperationException">There is no IP header before it.</exception>
    public uint SumPseudoHeader(IpProtocol protocol, int length)
    {
        IPv6Address? finalDestination = null;
        for (var outer = Outer; outer is not null; outer = outer.Outer)
        {
            finalDestination ??= outer.FinalDestination;
            if (outer.Pseudo is { } pseudo)
                return pseudo(finalDestination, protocol, length);
            if (!outer.IsExtension)
                break;
        }

        throw new InvalidOperationException($"{Name} needs IPv4 or IPv6 before it, for its checksum.");
    }

    InvalidOperationException CannotCarry(string number) =>
        new($"{Name} has no {number} for {Inner?.Name ?? "nothing inside"}: give one, or put another header between.");
}
