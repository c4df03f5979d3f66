namespace Sluice.Packets;

/// <summary>Where the layers of a packet lie, as offsets into its bytes; -1 where there is no such layer.</summary>
/// <remarks>Of a tunnel the outer packet is described: parse the bytes from <see cref="PayloadOffset"/> for the inner one.
/// Offsets point at headers that fit and are well formed.</remarks>
public readonly record struct PacketLayers
{
    const int Absent = -1;

    /// <summary>Nothing found.</summary>
    public PacketLayers()
    {
    }

    /// <summary>What the network layer is: IPv4, IPv6, ARP, or whatever the last tag says.</summary>
    public EtherType NetworkType { get; init; }

    /// <summary>The network header, behind link header, VLAN tags and MPLS labels.</summary>
    public int NetworkOffset { get; init; } = Absent;

    /// <summary>The outermost VLAN, or -1.</summary>
    public int VlanId { get; init; } = Absent;

    /// <summary>What the transport is, behind IPv6 extension headers; meaningful when <see cref="NetworkOffset"/> is that
    /// of IP.</summary>
    public IpProtocol Protocol { get; init; }

    /// <summary>The header after IP and its extensions; absent in later fragments.</summary>
    public int TransportOffset { get; init; } = Absent;

    /// <summary>What TCP, UDP or ICMP carry; of other protocols absent.</summary>
    public int PayloadOffset { get; init; } = Absent;

    /// <summary>Bytes of <see cref="PayloadOffset"/> on, as far as the lengths in the headers say and bytes are there.
    /// </summary>
    public int PayloadLength { get; init; }

    /// <summary>Whether the packet is a fragment, the first one included.</summary>
    public bool IsFragment { get; init; }

    /// <summary>Walks a packet as far as its bytes allow. Never throws.</summary>
    /// <param name="packet">The bytes.</param>
    /// <param name="linkType">What they start with.</param>
    public static PacketLayers Parse(ReadOnlySpan<byte> packet, LinkType linkType = LinkType.Ethernet)
    {
        var layers = new PacketLayers();
        if (!LinkLayer.TryRead(packet, linkType, out var type, out var offset))
            return layers;
        while (type is EtherType.Vlan or EtherType.ServiceVlan && VlanTag.TryRead(packet[offset..], out var tag))
        {
            layers = layers with { VlanId = layers.VlanId < 0 ? tag.Id : layers.VlanId };
            type = tag.EtherType;
            offset += VlanTag.Size;
        }

        while (type is EtherType.Mpls or EtherType.MplsUpstream && MplsLabel.TryRead(packet[offset..], out var label))
        {
            offset += MplsLabel.Size;
            if (label.IsBottomOfStack)
                type = LinkLayer.VersionType(packet[offset..]);
        }

        layers = layers with { NetworkType = type };
        var network = packet[offset..];
        return type switch
        {
            EtherType.IPv4 when IPv4Header.TryRead(network, out var ip) => ParseIPv4(layers with { NetworkOffset = offset }, ip),
            EtherType.IPv6 when IPv6Header.TryRead(network, out var ip) => ParseIPv6(layers with { NetworkOffset = offset }, ip),
            EtherType.Arp when ArpPacket.TryRead(network, out _) => layers with { NetworkOffset = offset },
            _ => layers,
        };
    }

    static PacketLayers ParseIPv4(in PacketLayers layers, IPv4Header ip)
    {
        var found = layers with { Protocol = ip.Protocol, IsFragment = ip.IsFragment };
        return ip.FragmentOffset > 0 ? found : ParseTransport(found, layers.NetworkOffset + ip.HeaderLength, ip.Payload);
    }

    static PacketLayers ParseIPv6(in PacketLayers layers, IPv6Header ip)
    {
        var extensions = ip.Extensions;
        var fragment = false;
        while (extensions.MoveNext())
            fragment |= extensions.Current.IsFragment;
        var found = layers with { Protocol = extensions.Protocol, IsFragment = fragment };
        if (extensions.IsIncomplete)
            return found;
        var offset = layers.NetworkOffset + IPv6Header.Size + ip.Payload.Length - extensions.Payload.Length;
        return ParseTransport(found, offset, extensions.Payload);
    }

    static PacketLayers ParseTransport(in PacketLayers layers, int offset, ReadOnlySpan<byte> bytes)
    {
        var (headerLength, length) = layers.Protocol switch
        {
            IpProtocol.Tcp when TcpHeader.TryRead(bytes, out var tcp) => (tcp.HeaderLength, tcp.Payload.Length),
            IpProtocol.Udp when UdpHeader.TryRead(bytes, out var udp) => (UdpHeader.Size, udp.Payload.Length),
            IpProtocol.Icmp or IpProtocol.Icmpv6 when IcmpHeader.TryRead(bytes, out var icmp) => (IcmpHeader.Size, icmp.Payload.Length),
            IpProtocol.Tcp or IpProtocol.Udp or IpProtocol.Icmp or IpProtocol.Icmpv6 => (Absent, 0), // cut
            _ => (0, 0),
        };
        return headerLength switch
        {
            Absent => layers,
            0 => layers with { TransportOffset = offset },
            _ => layers with { TransportOffset = offset, PayloadOffset = offset + headerLength, PayloadLength = length },
        };
    }
}
