using static Sluice.Packets.Tests.CaptureFiles;

namespace Sluice.Packets.Tests;

/// <summary>Headers written by hand, every field another value.</summary>
public sealed class HeaderViewTests
{
    [Fact]
    public void Ethernet()
    {
        Assert.True(EthernetHeader.TryRead(Bytes("010203040506 0a0b0c0d0e0f 86dd ff"), out var header));
        Assert.Equal("01:02:03:04:05:06", header.Destination.ToString());
        Assert.True(header.Destination.IsMulticast);
        Assert.Equal("0a:0b:0c:0d:0e:0f", header.Source.ToString());
        Assert.Equal(EtherType.IPv6, header.EtherType);
        Assert.Equal([0xff], header.Payload.ToArray());
        Assert.False(EthernetHeader.TryRead(new byte[13], out _));
    }

    [Fact]
    public void Vlan()
    {
        Assert.True(VlanTag.TryRead(Bytes("b123 0800 01"), out var tag));
        Assert.Equal((0x123, 5, true, EtherType.IPv4, 1), (tag.Id, tag.Priority, tag.DropEligible, tag.EtherType, tag.Payload.Length));
        Assert.False(VlanTag.TryRead(new byte[3], out _));
    }

    [Fact]
    public void Mpls()
    {
        Assert.True(MplsLabel.TryRead(Bytes("12345 b 2a"), out var label));
        Assert.Equal((0x12345u, 5, true, 42, 0), (label.Label, label.TrafficClass, label.IsBottomOfStack, label.TimeToLive, label.Payload.Length));
        Assert.False(MplsLabel.TryRead(new byte[3], out _));
    }

    [Fact]
    public void Arp()
    {
        var bytes = Bytes("0001 0800 06 04 0002 020000000001 c0000201 020000000002 c0000202");
        Assert.True(ArpPacket.TryRead(bytes, out var arp));
        Assert.Equal(ArpOperation.Reply, arp.Operation);
        Assert.Equal(("02:00:00:00:00:01", "192.0.2.1"), (arp.SenderMac.ToString(), arp.SenderAddress.ToString()));
        Assert.Equal(("02:00:00:00:00:02", "192.0.2.2"), (arp.TargetMac.ToString(), arp.TargetAddress.ToString()));
        Assert.False(ArpPacket.TryRead(bytes.AsSpan(0, 27), out _));
        bytes[5] = 16;
        Assert.False(ArpPacket.TryRead(bytes, out _));
    }

    [Fact]
    public void IPv4()
    {
        var bytes = Bytes("46 b9 001b 1234 6005 07 11 0000 c0000201 c6336402 01020304 aabbcc ffff");
        Assert.True(IPv4Header.TryRead(bytes, out var ip));
        Assert.Equal((24, 46, 1, 27, 0x1234), (ip.HeaderLength, ip.Dscp, ip.Ecn, ip.TotalLength, ip.Identification));
        Assert.Equal((true, true, 40, true), (ip.DontFragment, ip.MoreFragments, ip.FragmentOffset, ip.IsFragment));
        Assert.Equal((7, IpProtocol.Udp), (ip.TimeToLive, ip.Protocol));
        Assert.Equal(("192.0.2.1", "198.51.100.2"), (ip.Source.ToString(), ip.Destination.ToString()));
        Assert.Equal([1, 2, 3, 4], ip.Options.ToArray());
        Assert.Equal([0xaa, 0xbb, 0xcc], ip.Payload.ToArray());
        Assert.False(ip.IsChecksumValid);
    }

    [Theory]
    [InlineData(3, 0)] // less than the header: no payload
    [InlineData(0, 5)] // segmentation offload: all of it
    [InlineData(200, 5)] // more than there is
    public void IPv4_payload_never_leaves_the_packet(byte totalLength, int payload)
    {
        var bytes = Bytes("45 00 0000 1234 0000 07 11 0000 c0000201 c6336402 aabbccddee");
        bytes[3] = totalLength;
        Assert.True(IPv4Header.TryRead(bytes, out var ip));
        Assert.Equal(payload, ip.Payload.Length);
    }

    [Theory]
    [InlineData("65")]
    [InlineData("44")]
    [InlineData("46")]
    public void IPv4_headers_of_other_versions_and_lengths_are_refused(string first) =>
        Assert.False(IPv4Header.TryRead(Bytes(first + "00 0014 1234 0000 07 11 0000 c0000201 c6336402"), out _));

    [Fact]
    public void IPv6()
    {
        var bytes = Bytes("6b912345 0003 11 2a 20010db8000000000000000000000001 20010db8000000000000000000000002 aabbcc ff");
        Assert.True(IPv6Header.TryRead(bytes, out var ip));
        Assert.Equal((46, 1, 0x12345u, 3), (ip.Dscp, ip.Ecn, ip.FlowLabel, ip.PayloadLength));
        Assert.Equal((IpProtocol.Udp, 42), (ip.NextHeader, ip.HopLimit));
        Assert.Equal(("2001:db8::1", "2001:db8::2"), (ip.Source.ToString(), ip.Destination.ToString()));
        Assert.Equal([0xaa, 0xbb, 0xcc], ip.Payload.ToArray());
        Assert.False(IPv6Header.TryRead(bytes.AsSpan(0, 39), out _));
        bytes[0] = 0x45;
        Assert.False(IPv6Header.TryRead(bytes, out _));
    }

    [Fact]
    public void IPv6_extensions()
    {
        // Hop-by-hop of 8 bytes, AH of 4 * 6 bytes, a first fragment, then UDP.
        var payload = Bytes("33 00 000000000000   2c 04 0000 0000000100000002 000000000000000000000000   11 00 0001 00abcdef   aabb");
        Assert.True(IPv6Header.TryRead([.. Bytes("60000000 0000 00 40"), .. new byte[32], .. payload], out var ip));
        var walk = ip.Extensions;
        var seen = new List<(IpProtocol, int, bool)>();
        while (walk.MoveNext())
            seen.Add((walk.Current.Kind, walk.Current.Bytes.Length, walk.Current.IsFragment));
        Assert.Equal([(IpProtocol.HopByHop, 8, false), (IpProtocol.Authentication, 24, false), (IpProtocol.Fragment, 8, true)], seen);
        Assert.Equal((IpProtocol.Udp, 2, false), (walk.Protocol, walk.Payload.Length, walk.IsIncomplete));
    }

    [Fact]
    public void IPv6_extensions_that_do_not_fit_end_the_walk()
    {
        Assert.True(IPv6Header.TryRead([.. Bytes("60000000 0000 3c 40"), .. new byte[32], .. Bytes("11 01 000000000000 000000")], out var ip));
        var walk = ip.Extensions;
        Assert.False(walk.MoveNext());
        Assert.True(walk.IsIncomplete);
    }

    [Fact]
    public void Segment_routing()
    {
        // Two segments and 16 bytes of TLVs: Pad1, an opaque TLV of type 200 with 3 bytes, PadN, a TLV that does not fit.
        var bytes = Bytes("""
            29 06 04 01 01 00 beef
            20010db8000c00000000000000000001 20010db8000a00000000000000000001
            00 c8 03 010203 04 02 0000 c9 09 00000000
            """);
        Assert.True(SegmentRoutingHeader.TryRead(bytes, out var srh));
        Assert.Equal((IpProtocol.IPv6, 56, 1, 2, 0, 0xbeef), (srh.NextHeader, srh.HeaderLength, srh.SegmentsLeft, srh.SegmentCount, srh.Flags, srh.Tag));
        Assert.Equal(("2001:db8:c::1", "2001:db8:a::1"), (srh[0].ToString(), srh[1].ToString()));
        var tlvs = new List<(int, string)>();
        foreach (var tlv in srh.Tlvs)
            tlvs.Add((tlv.Type, Convert.ToHexString(tlv.Value)));
        Assert.Equal([(200, "010203")], tlvs);

        var written = new byte[SegmentRoutingHeader.Size(2, 16)];
        SegmentRoutingHeader.Write(written, IpProtocol.IPv6, [srh[1], srh[0]], 1, 0xbeef, bytes.AsSpan(40));
        Assert.Equal(bytes, written);
    }

    [Theory]
    [InlineData(2, 0)] // another routing type
    [InlineData(4, 3)] // more segments than fit
    [InlineData(3, 2)] // more left than there are
    [InlineData(1, 7)] // longer than the packet
    public void Segment_routing_that_contradicts_itself_is_refused(int index, byte value)
    {
        var bytes = new byte[40];
        (bytes[1], bytes[2], bytes[3], bytes[4]) = (4, 4, 1, 1);
        Assert.True(SegmentRoutingHeader.TryRead(bytes, out _));
        bytes[index] = value;
        Assert.False(SegmentRoutingHeader.TryRead(bytes, out _));
    }

    [Fact]
    public void Tcp()
    {
        var bytes = Bytes("9c40 01bb 01020304 05060708 6152 7210 abcd 0011 020405b4 aabb");
        Assert.True(TcpHeader.TryRead(bytes, out var tcp));
        Assert.Equal((40000, 443, 0x01020304u, 0x05060708u), (tcp.SourcePort, tcp.DestinationPort, tcp.SequenceNumber, tcp.AcknowledgmentNumber));
        Assert.Equal(TcpFlags.Ae | TcpFlags.Ece | TcpFlags.Ack | TcpFlags.Syn, tcp.Flags);
        Assert.Equal("S.Ee", PacketText.Describe(tcp.Flags));
        Assert.Equal((24, 0x7210, 0xabcd, 0x11), (tcp.HeaderLength, tcp.Window, tcp.Checksum, tcp.UrgentPointer));
        Assert.Equal([2, 4, 5, 0xb4], tcp.Options.ToArray());
        Assert.Equal([0xaa, 0xbb], tcp.Payload.ToArray());
        bytes[12] = 0x41;
        Assert.False(TcpHeader.TryRead(bytes, out _));
        bytes[12] = 0x81;
        Assert.False(TcpHeader.TryRead(bytes, out _));
    }

    [Fact]
    public void Udp()
    {
        var bytes = Bytes("9c40 0035 000a abcd 0102 0304");
        Assert.True(UdpHeader.TryRead(bytes, out var udp));
        Assert.Equal((40000, 53, 10, 0xabcd), (udp.SourcePort, udp.DestinationPort, udp.Length, udp.Checksum));
        Assert.Equal([1, 2], udp.Payload.ToArray());
        Assert.False(UdpHeader.TryRead(bytes.AsSpan(0, 7), out _));
    }

    [Fact]
    public void Icmp()
    {
        Assert.True(IcmpHeader.TryRead(Bytes("03 04 abcd 0102 0304 ff"), out var icmp));
        Assert.Equal((3, 4, 0xabcd), (icmp.Type, icmp.Code, icmp.Checksum));
        Assert.Equal((0x0102, 0x0304, 0x01020304u, 1), (icmp.Identifier, icmp.SequenceNumber, icmp.Rest, icmp.Payload.Length));
        Assert.False(IcmpHeader.TryRead(new byte[7], out _));
    }

    [Theory]
    [InlineData("0000 0800", 4, null, null, null)]
    [InlineData("8000 0800 abcd0000", 8, 0xabcd, null, null)]
    [InlineData("2000 0800 00000007", 8, null, 7L, null)]
    [InlineData("1000 0800 00000008", 8, null, null, 8L)]
    [InlineData("b000 0800 abcd0000 00000007 00000008", 16, 0xabcd, 7L, 8L)]
    public void Gre(string hex, int length, int? checksum, long? key, long? sequence)
    {
        var bytes = Bytes(hex);
        Assert.True(GreHeader.TryRead(bytes, out var gre));
        Assert.Equal((EtherType.IPv4, length, 0), (gre.Protocol, gre.HeaderLength, gre.Payload.Length));
        Assert.Equal((checksum, key, sequence), (gre.Checksum, gre.Key, gre.SequenceNumber));
        Assert.False(GreHeader.TryRead(bytes.AsSpan(0, bytes.Length - 1), out _));
    }

    [Theory]
    [InlineData("4000 0800 00000000")] // routing
    [InlineData("0001 880b 00000000")] // version 1, PPTP
    public void GRE_of_other_kinds_is_refused(string hex) => Assert.False(GreHeader.TryRead(Bytes(hex), out _));

    [Fact]
    public void Vxlan()
    {
        Assert.True(VxlanHeader.TryRead(Bytes("08000000 12345600 ff"), out var vxlan));
        Assert.Equal((0x123456u, 1), (vxlan.Id, vxlan.Payload.Length));
        Assert.False(VxlanHeader.TryRead(Bytes("00000000 12345600"), out _));
        Assert.False(VxlanHeader.TryRead(new byte[7], out _));
    }
}
