using Sluice.Packets;

namespace Sluice.Click.Tests.Elements;

public sealed class IPHeaderChangeTests
{
    [Theory]
    [InlineData(64, 63)]
    [InlineData(2, 1)]
    [InlineData(255, 254)]
    public void DecIPTTL_lowers_and_keeps_the_checksum_right(byte before, byte after)
    {
        // Over all identifications: RFC 1624's corner cases are among them.
        using var bench = ElementBench.Of("DecIPTTL", outputs: 2);
        for (var id = 0; id < 65536; id += 17)
        {
            bench.SendIP(new PacketBuilder().IPv4(Fields() with { TimeToLive = before, Identification = (ushort)id }).Udp(1, 2).ToArray());
            Assert.Equal(after, bench.Single().IP().TimeToLive);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void DecIPTTL_sorts_out_packets_whose_time_is_up(byte ttl)
    {
        using var bench = ElementBench.Of("DecIPTTL", outputs: 2);
        bench.SendIP(new PacketBuilder().IPv4(Fields() with { TimeToLive = ttl }).Udp(1, 2).ToArray());
        Assert.Equal(ttl, bench.Single(1).IP().TimeToLive);
        Assert.Empty(bench.Receive());
        Assert.Equal("1", bench.Read("drops"));
    }

    [Fact]
    public void Checksums_are_computed_anew()
    {
        var udp = Samples.Udp();
        udp[11] ^= 0x55;
        using (var bench = ElementBench.Of("SetIPChecksum").SendIP(udp))
            Assert.Equal(17, (int)bench.Single().IP().Protocol);
        udp = Samples.Udp(payload: 9);
        (udp[26], udp[27]) = (1, 2);
        using (var bench = ElementBench.Of("SetUDPChecksum").SendIP(udp))
            Assert.True(Samples.IsTransportValid(bench.Single().Bytes));
        var tcp = Samples.Tcp(payload: 11);
        (tcp[36], tcp[37]) = (1, 2);
        using (var bench = ElementBench.Of("SetTCPChecksum").SendIP(tcp))
            Assert.True(Samples.IsTransportValid(bench.Single().Bytes));
    }

    [Fact]
    public void A_transport_checksum_needs_its_header()
    {
        using var bench = ElementBench.Of("SetTCPChecksum", outputs: 2);
        bench.SendIP(Samples.Udp()).SendIP(Samples.Tcp()[..30]).Send([1]);
        Assert.Equal(3, bench.Receive(1).Count);
        var broken = Samples.Tcp();
        broken[32] = 0xf0;
        Assert.Single(bench.SendIP(broken).Receive(1));
        using var fixing = ElementBench.Of("SetTCPChecksum(true)", outputs: 2).SendIP(broken);
        Assert.True(Samples.IsTransportValid(fixing.Single().Bytes));
    }

    [Theory]
    [InlineData("SetIPDSCP(46)", 1, 46, 1)]
    [InlineData("SetIPECN(ce)", 1, 0, 3)]
    [InlineData("SetIPECN(2)", 1, 0, 2)]
    [InlineData("MarkIPCE", 1, 0, 3)]
    [InlineData("MarkIPCE", 0, 0, 0)]
    public void Type_of_service(string element, byte ecn, byte dscp, byte expected)
    {
        using var bench = ElementBench.Of(element).SendIP(new PacketBuilder().IPv4(Fields() with { Ecn = ecn }).Udp(1, 2).ToArray());
        var header = bench.Single().IP();
        Assert.Equal((dscp, expected), (header.Dscp, header.Ecn));
    }

    [Fact]
    public void IPEncap_makes_a_header()
    {
        using var bench = ElementBench.Of("IPEncap(udp, 10.0.0.1, 10.0.0.2, TTL 9, DSCP 10, DF true, ECT true)").Send([1, 2, 3]);
        var emitted = bench.Single();
        var header = emitted.IP();
        Assert.Equal(("10.0.0.1", "10.0.0.2", 23), (header.Source.ToString(), header.Destination.ToString(), header.TotalLength));
        Assert.Equal((9, 10, 2, true), (header.TimeToLive, header.Dscp, header.Ecn, header.DontFragment));
        Assert.Equal(("10.0.0.2", 0, 20), (emitted.Destination.ToString(), emitted.Network, emitted.Transport));
    }

    [Fact]
    public void UDPIPEncap_makes_both_headers()
    {
        using var bench = ElementBench.Of("UDPIPEncap(10.0.0.1, 1234, DST_ANNO, dns)");
        bench.Send([1, 2, 3], 0, static packet => packet.Destination = IPv4Address.Parse("10.9.9.9"));
        var emitted = bench.Single();
        Assert.Equal("10.9.9.9", emitted.IP().Destination.ToString());
        Assert.True(Samples.IsTransportValid(emitted.Bytes));
        Assert.True(UdpHeader.TryRead(emitted.Bytes.AsSpan(20), out var udp));
        Assert.Equal((1234, 53, 11), (udp.SourcePort, udp.DestinationPort, udp.Length));
        bench.Write("sport", "99");
        Assert.Equal("99", bench.Read("sport"));
    }

    [Fact]
    public void A_packet_too_long_for_a_header_is_dropped()
    {
        using var bench = ElementBench.Of("UDPIPEncap(10.0.0.1, 1, 10.0.0.2, 2)").Send(new byte[65520]);
        Assert.Empty(bench.Receive());
    }

    [Fact]
    public void IPMirror_turns_a_packet_round()
    {
        using var bench = ElementBench.Of("IPMirror").SendIP(Samples.Tcp());
        var emitted = bench.Single();
        Assert.Equal(("192.0.2.9", "10.0.0.1"), (emitted.IP().Source.ToString(), emitted.IP().Destination.ToString()));
        Assert.True(Samples.IsTransportValid(emitted.Bytes));
        Assert.True(TcpHeader.TryRead(emitted.Bytes.AsSpan(20), out var tcp));
        Assert.Equal((80, 1000), (tcp.SourcePort, tcp.DestinationPort));
    }

    [Fact]
    public void FixIPSrc_sets_the_source_of_marked_packets()
    {
        using var bench = ElementBench.Of("FixIPSrc(10.7.7.7)");
        bench.SendIP(Samples.Udp()).SendIP(Samples.Udp(), 0, static packet => Annotate(packet, 19, 1));
        var emitted = bench.Receive();
        Assert.Equal("10.0.0.1", emitted[0].IP().Source.ToString());
        Assert.Equal("10.7.7.7", emitted[1].IP().Source.ToString());
        Assert.Equal(0, emitted[1].Annotations[19]);
    }

    [Theory]
    [InlineData("GetIPAddress(16)", "192.0.2.9")]
    [InlineData("GetIPAddress(12)", "10.0.0.1")]
    [InlineData("GetIPAddress(IP src)", "10.0.0.1")]
    [InlineData("GetIPAddress(IP dst)", "192.0.2.9")]
    [InlineData("GetIPAddress(100)", "1.1.1.1")]
    [InlineData("SetIPAddress(10.5.5.5)", "10.5.5.5")]
    public void The_destination_annotation(string element, string expected)
    {
        using var bench = ElementBench.Of(element).SendIP(Samples.Udp(), 0, static packet => packet.Destination = IPv4Address.Parse("1.1.1.1"));
        Assert.Equal(expected, bench.Single().Destination.ToString());
    }

    [Theory]
    [InlineData("StoreIPAddress(10.5.5.5, src)", "10.5.5.5", "192.0.2.9")]
    [InlineData("StoreIPAddress(10.5.5.5, dst)", "10.0.0.1", "10.5.5.5")]
    [InlineData("StoreIPAddress(src)", "192.0.2.9", "192.0.2.9")]
    public void Stored_addresses_keep_all_checksums_right(string element, string source, string destination)
    {
        using var bench = ElementBench.Of(element).SendIP(Samples.Udp()).SendIP(Samples.Tcp());
        foreach (var emitted in bench.Receive())
        {
            Assert.Equal((source, destination), (emitted.IP().Source.ToString(), emitted.IP().Destination.ToString()));
            Assert.True(Samples.IsTransportValid(emitted.Bytes));
        }
    }

    [Fact]
    public void DropBroadcasts_drops_by_packet_type()
    {
        using var bench = ElementBench.Of("DropBroadcasts");
        foreach (var type in Enum.GetValues<Click.Packets.PacketType>())
            bench.Send([1], 0, packet => packet.PacketType = type);
        Assert.Equal(3, bench.Receive().Count);
        Assert.Equal("2", bench.Read("drops"));
    }

    [Fact]
    public void MarkIPHeader_marks_only_what_can_be_a_header()
    {
        using var bench = ElementBench.Of("MarkIPHeader(2)").Send([0, 0, .. Samples.Udp()]).Send(new byte[21]);
        var emitted = bench.Receive();
        Assert.Equal((2, 22), (emitted[0].Network, emitted[0].Transport));
        Assert.Null(emitted[1].Network);
    }

    static IPv4Fields Fields() => new(IPv4Address.Parse("10.0.0.1"), IPv4Address.Parse("10.0.0.2"));

    static unsafe void Annotate(Click.Packets.Packet packet, int offset, byte value) => packet.Annotations[offset] = value;
}
