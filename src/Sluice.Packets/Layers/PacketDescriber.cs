using System.Globalization;
using System.Text;

namespace Sluice.Packets;

/// <summary>Writes one packet as one line, from the outside in.</summary>
ref struct PacketDescriber(StringBuilder text)
{
    /// <summary>Tags, labels and tunnels are followed this far: a hostile packet is made of nothing else.</summary>
    const int MaxDepth = 16;

    static readonly CultureInfo s_culture = CultureInfo.InvariantCulture;

    readonly StringBuilder _text = text;
    int _depth;

    public void Link(ReadOnlySpan<byte> packet, LinkType linkType)
    {
        if (linkType == LinkType.Ethernet)
        {
            Ethernet(packet);
        }
        else if (LinkLayer.TryRead(packet, linkType, out var type, out var length))
        {
            Network(type, packet[length..]);
        }
        else
        {
            _text.Append(s_culture, $"{linkType} packet, length {packet.Length}");
        }
    }

    void Ethernet(ReadOnlySpan<byte> frame)
    {
        if (!EthernetHeader.TryRead(frame, out var ethernet))
            Cut("Ethernet", frame);
        else if (!IsKnown(ethernet.EtherType))
            _text.Append(
                s_culture,
                $"{ethernet.Source} > {ethernet.Destination}, {TypeText(ethernet.EtherType)}, length {frame.Length}");
        else
            Network(ethernet.EtherType, ethernet.Payload);
    }

    static bool IsKnown(EtherType type) => type is EtherType.Vlan or EtherType.ServiceVlan or EtherType.Mpls
        or EtherType.MplsUpstream or EtherType.IPv4 or EtherType.IPv6 or EtherType.Arp or EtherType.TransparentEthernet;

    static string TypeText(EtherType type) =>
        type == default ? "more" : (ushort)type <= 1500 ? "802.3" : string.Create(s_culture, $"ethertype 0x{(ushort)type:x4}");

    void Network(EtherType type, ReadOnlySpan<byte> bytes)
    {
        if (++_depth > MaxDepth)
            type = default;
        switch (type)
        {
            case EtherType.Vlan or EtherType.ServiceVlan: Vlan(bytes); break;
            case EtherType.Mpls or EtherType.MplsUpstream: Mpls(bytes); break;
            case EtherType.IPv4: IPv4(bytes); break;
            case EtherType.IPv6: IPv6(bytes); break;
            case EtherType.Arp: Arp(bytes); break;
            case EtherType.TransparentEthernet: Inner(bytes, EtherType.TransparentEthernet); break;
            default: _text.Append(s_culture, $"{TypeText(type)}, length {bytes.Length}"); break;
        }
    }

    void Vlan(ReadOnlySpan<byte> bytes)
    {
        if (!VlanTag.TryRead(bytes, out var tag))
        {
            Cut("VLAN", bytes);
            return;
        }

        _text.Append(s_culture, $"vlan {tag.Id}, ");
        if (tag.Priority > 0)
            _text.Append(s_culture, $"p {tag.Priority}, ");
        Network(tag.EtherType, tag.Payload);
    }

    void Mpls(ReadOnlySpan<byte> bytes)
    {
        if (!MplsLabel.TryRead(bytes, out var label))
        {
            Cut("MPLS", bytes);
            return;
        }

        _text.Append(s_culture, $"mpls {label.Label} ttl {label.TimeToLive}, ");
        Network(label.IsBottomOfStack ? LinkLayer.VersionType(label.Payload) : EtherType.Mpls, label.Payload);
    }

    readonly void Arp(ReadOnlySpan<byte> bytes)
    {
        if (!ArpPacket.TryRead(bytes, out var arp))
            Cut("ARP", bytes);
        else if (arp.Operation == ArpOperation.Request)
            _text.Append(s_culture, $"ARP, who has {arp.TargetAddress}, tell {arp.SenderAddress}");
        else if (arp.Operation == ArpOperation.Reply)
            _text.Append(s_culture, $"ARP, {arp.SenderAddress} is at {arp.SenderMac}");
        else
            _text.Append(s_culture, $"ARP, operation {(ushort)arp.Operation}");
    }

    void IPv4(ReadOnlySpan<byte> bytes)
    {
        if (!IPv4Header.TryRead(bytes, out var ip))
        {
            Cut("IP", bytes);
            return;
        }

        int? fragment = ip.IsFragment ? ip.FragmentOffset : null;
        Transport("IP", ip.Source.ToString(), ip.Destination.ToString(), "", ip.Protocol, ip.Payload, fragment);
    }

    void IPv6(ReadOnlySpan<byte> bytes)
    {
        if (!IPv6Header.TryRead(bytes, out var ip))
        {
            Cut("IP6", bytes);
            return;
        }

        var extensions = ip.Extensions;
        var notes = new StringBuilder();
        int? fragment = null;
        for (var count = 0; extensions.MoveNext(); count++)
        {
            var extension = extensions.Current;
            if (count >= MaxDepth)
                continue;
            if (extension.IsFragment)
                fragment = extension.FragmentOffset;
            else if (extension.Kind == IpProtocol.Routing && SegmentRoutingHeader.TryRead(extension.Bytes, out var srh))
                Segments(notes, srh);
            else
                notes.Append(s_culture, $"{extension.Kind}, ");
        }

        var (source, destination) = (ip.Source.ToString(), ip.Destination.ToString());
        Transport("IP6", source, destination, notes.ToString(), extensions.Protocol, extensions.Payload, fragment);
    }

    static void Segments(StringBuilder notes, SegmentRoutingHeader srh)
    {
        notes.Append(s_culture, $"SRH left {srh.SegmentsLeft} [");
        for (var i = 0; i < srh.SegmentCount; i++)
            notes.Append(i == 0 ? "" : " ").Append(srh[i].ToString());
        notes.Append("], ");
    }

    void Transport(
        string network,
        string source,
        string destination,
        string notes,
        IpProtocol protocol,
        ReadOnlySpan<byte> bytes,
        int? fragment)
    {
        if (fragment is { } offset)
            _text.Append(s_culture, $"{network} {source} > {destination}: {notes}{protocol} fragment at {offset}")
                .Append(s_culture, $", length {bytes.Length}");
        else if (protocol == IpProtocol.Tcp && TcpHeader.TryRead(bytes, out var tcp))
            Tcp($"{network} {source}.{tcp.SourcePort} > {destination}.{tcp.DestinationPort}: {notes}", tcp);
        else if (protocol == IpProtocol.Udp && UdpHeader.TryRead(bytes, out var udp))
            Udp($"{network} {source}.{udp.SourcePort} > {destination}.{udp.DestinationPort}: {notes}", udp);
        else
            Other($"{network} {source} > {destination}: {notes}", protocol, bytes);
    }

    readonly void Tcp(string head, TcpHeader tcp)
    {
        _text.Append(head).Append(s_culture, $"Flags [{PacketText.Describe(tcp.Flags)}], seq {tcp.SequenceNumber}");
        if ((tcp.Flags & TcpFlags.Ack) != 0)
            _text.Append(s_culture, $", ack {tcp.AcknowledgmentNumber}");
        _text.Append(s_culture, $", win {tcp.Window}, length {tcp.Payload.Length}");
    }

    void Udp(string head, UdpHeader udp)
    {
        _text.Append(head);
        if (udp.DestinationPort == VxlanHeader.Port && VxlanHeader.TryRead(udp.Payload, out var vxlan))
        {
            _text.Append(s_culture, $"VXLAN {vxlan.Id}: ");
            Inner(vxlan.Payload, EtherType.TransparentEthernet);
            return;
        }

        _text.Append(s_culture, $"UDP, length {udp.Payload.Length}");
    }

    void Other(string head, IpProtocol protocol, ReadOnlySpan<byte> bytes)
    {
        _text.Append(head);
        switch (protocol)
        {
            case IpProtocol.Icmp or IpProtocol.Icmpv6 when IcmpHeader.TryRead(bytes, out var icmp):
                Icmp(protocol, icmp, bytes.Length);
                break;
            case IpProtocol.Gre when GreHeader.TryRead(bytes, out var gre):
                _text.Append(gre.Key is { } key ? string.Create(s_culture, $"GRE key {key}: ") : "GRE: ");
                Inner(gre.Payload, gre.Protocol);
                break;
            case IpProtocol.IPv4: Inner(bytes, EtherType.IPv4); break;
            case IpProtocol.IPv6: Inner(bytes, EtherType.IPv6); break;
            case IpProtocol.Mpls: Inner(bytes, EtherType.Mpls); break;
            case IpProtocol.Ethernet: Inner(bytes, EtherType.TransparentEthernet); break;
            default: _text.Append(s_culture, $"{protocol}, length {bytes.Length}"); break;
        }
    }

    readonly void Icmp(IpProtocol protocol, IcmpHeader icmp, int length)
    {
        var name = protocol == IpProtocol.Icmp ? ((IcmpType)icmp.Type).ToString() : ((Icmpv6Type)icmp.Type).ToString();
        var isEcho = protocol == IpProtocol.Icmp
            ? (IcmpType)icmp.Type is IcmpType.Echo or IcmpType.EchoReply
            : (Icmpv6Type)icmp.Type is Icmpv6Type.EchoRequest or Icmpv6Type.EchoReply;
        _text.Append(protocol == IpProtocol.Icmp ? "ICMP " : "ICMP6 ").Append(name);
        _text.Append(isEcho
            ? string.Create(s_culture, $", id {icmp.Identifier}, seq {icmp.SequenceNumber}")
            : string.Create(s_culture, $", code {icmp.Code}"));
        _text.Append(s_culture, $", length {length}");
    }

    void Inner(ReadOnlySpan<byte> bytes, EtherType type)
    {
        if (type == EtherType.TransparentEthernet)
            Ethernet(bytes);
        else
            Network(type, bytes);
    }

    readonly void Cut(string what, ReadOnlySpan<byte> bytes) =>
        _text.Append(s_culture, $"{what}, not well formed, length {bytes.Length}");
}
