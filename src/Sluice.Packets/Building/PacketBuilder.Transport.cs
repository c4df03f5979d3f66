namespace Sluice.Packets;

// Transports and tunnels.
public sealed partial class PacketBuilder
{
    /// <summary>Adds a UDP header.</summary>
    /// <param name="sourcePort">Sender's port.</param>
    /// <param name="destinationPort">Receiver's port.</param>
    /// <param name="checksum">Whether to make a checksum; without one the field is 0 (RFC 768; over IPv6 only for tunnels,
    /// RFC 6935).</param>
    public PacketBuilder Udp(ushort sourcePort, ushort destinationPort, bool checksum = true) =>
        Add(new PacketLayer("UDP", UdpHeader.Size, (target, layer) =>
        {
            UdpHeader.Write(target, sourcePort, destinationPort, target.Length - UdpHeader.Size);
            if (checksum)
                TransportChecksum.WriteUdp(target, layer.SumPseudoHeader(IpProtocol.Udp, target.Length));
        })
        {
            Protocol = IpProtocol.Udp,
        });

    /// <summary>Adds a TCP header.</summary>
    /// <param name="fields">Ports, flags, numbers.</param>
    /// <param name="options">Options, a multiple of 4 bytes up to 40.</param>
    public PacketBuilder Tcp(TcpFields fields, ReadOnlySpan<byte> options = default)
    {
        var copy = options.ToArray();
        return Add(new PacketLayer("TCP", TcpHeader.MinSize + copy.Length, (target, layer) =>
        {
            TcpHeader.Write(target, fields, copy);
            TransportChecksum.Write(target, TcpHeader.ChecksumOffset, layer.SumPseudoHeader(IpProtocol.Tcp, target.Length));
        })
        {
            Protocol = IpProtocol.Tcp,
        });
    }

    /// <summary>Adds a TCP header.</summary>
    /// <param name="sourcePort">Sender's port.</param>
    /// <param name="destinationPort">Receiver's port.</param>
    /// <param name="flags">Control bits.</param>
    /// <param name="sequenceNumber">Number of the first byte.</param>
    /// <param name="acknowledgmentNumber">Next byte expected.</param>
    public PacketBuilder Tcp(
        ushort sourcePort, ushort destinationPort, TcpFlags flags, uint sequenceNumber = 0, uint acknowledgmentNumber = 0) =>
        Tcp(new TcpFields(sourcePort, destinationPort, flags)
        {
            SequenceNumber = sequenceNumber,
            AcknowledgmentNumber = acknowledgmentNumber,
        });

    /// <summary>Adds an ICMP header.</summary>
    /// <param name="type">What the message is.</param>
    /// <param name="code">What more precisely.</param>
    /// <param name="rest">The four bytes that depend on the type.</param>
    public PacketBuilder Icmp(IcmpType type, byte code = 0, uint rest = 0) =>
        Add(new PacketLayer("ICMP", IcmpHeader.Size, (target, _) =>
        {
            IcmpHeader.Write(target, (byte)type, code, rest);
            TransportChecksum.Write(target, IcmpHeader.ChecksumOffset, 0);
        })
        {
            Protocol = IpProtocol.Icmp,
        });

    /// <summary>Adds an ICMP echo request or reply.</summary>
    /// <param name="identifier">Tells pings apart.</param>
    /// <param name="sequenceNumber">Counts.</param>
    /// <param name="reply">Whether it is the answer.</param>
    public PacketBuilder IcmpEcho(ushort identifier, ushort sequenceNumber, bool reply = false) =>
        Icmp(reply ? IcmpType.EchoReply : IcmpType.Echo, 0, (uint)identifier << 16 | sequenceNumber);

    /// <summary>Adds an ICMPv6 header.</summary>
    /// <param name="type">What the message is.</param>
    /// <param name="code">What more precisely.</param>
    /// <param name="rest">The four bytes that depend on the type.</param>
    public PacketBuilder Icmpv6(Icmpv6Type type, byte code = 0, uint rest = 0) =>
        Add(new PacketLayer("ICMPv6", IcmpHeader.Size, (target, layer) =>
        {
            IcmpHeader.Write(target, (byte)type, code, rest);
            TransportChecksum.Write(target, IcmpHeader.ChecksumOffset, layer.SumPseudoHeader(IpProtocol.Icmpv6, target.Length));
        })
        {
            Protocol = IpProtocol.Icmpv6,
        });

    /// <summary>Adds an ICMPv6 echo request or reply.</summary>
    /// <param name="identifier">Tells pings apart.</param>
    /// <param name="sequenceNumber">Counts.</param>
    /// <param name="reply">Whether it is the answer.</param>
    public PacketBuilder Icmpv6Echo(ushort identifier, ushort sequenceNumber, bool reply = false) =>
        Icmpv6(reply ? Icmpv6Type.EchoReply : Icmpv6Type.EchoRequest, 0, (uint)identifier << 16 | sequenceNumber);

    /// <summary>Adds a GRE header.</summary>
    /// <param name="key">The key, or none.</param>
    /// <param name="sequenceNumber">The sequence number, or none.</param>
    /// <param name="checksum">Whether to make a checksum.</param>
    /// <param name="protocol">What is inside, where the next header does not tell.</param>
    public PacketBuilder Gre(uint? key = null, uint? sequenceNumber = null, bool checksum = false, EtherType? protocol = null) =>
        Add(new PacketLayer(
            "GRE",
            GreHeader.Size(checksum, key is not null, sequenceNumber is not null),
            (target, layer) => GreHeader.Write(target, layer.InnerEtherType(protocol), key, sequenceNumber, checksum))
        {
            Protocol = IpProtocol.Gre,
        });

    /// <summary>Adds a VXLAN header; it goes behind UDP, to port <see cref="VxlanHeader.Port"/>.</summary>
    /// <param name="id">The segment (VNI), 24 bits.</param>
    public PacketBuilder Vxlan(uint id)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(id, VxlanHeader.MaxId);
        return Add(new PacketLayer("VXLAN", VxlanHeader.Size, (target, _) => VxlanHeader.Write(target, id)));
    }
}
