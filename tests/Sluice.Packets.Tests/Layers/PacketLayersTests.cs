namespace Sluice.Packets.Tests;

public sealed class PacketLayersTests
{
    [Fact]
    public void Finds_the_layers_of_a_tagged_packet()
    {
        var packet = new PacketBuilder().Ethernet("02:00:00:00:00:01", "02:00:00:00:00:02").Vlan(10).Vlan(20).Mpls(16).Mpls(17)
            .IPv4("10.0.0.1", "10.0.0.2").Udp(1, 2).Payload(5).PadTo(100).ToArray();
        Assert.Equal(
            new PacketLayers
            {
                VlanId = 10,
                NetworkType = EtherType.IPv4,
                NetworkOffset = 30,
                Protocol = IpProtocol.Udp,
                TransportOffset = 50,
                PayloadOffset = 58,
                PayloadLength = 5,
            },
            PacketLayers.Parse(packet));
    }

    [Fact]
    public void Finds_the_transport_behind_extension_headers()
    {
        var packet = new PacketBuilder().Ethernet("02:00:00:00:00:01", "02:00:00:00:00:02").IPv6("::1", "::2")
            .HopByHop().SegmentRouting([new IPv6Address(0, 2)]).Fragment(0, true, 1).Tcp(1, 2, TcpFlags.Syn).Payload(7).ToArray();
        Assert.Equal(
            new PacketLayers
            {
                NetworkType = EtherType.IPv6,
                NetworkOffset = 14,
                Protocol = IpProtocol.Tcp,
                TransportOffset = 14 + 40 + 8 + 24 + 8,
                PayloadOffset = 14 + 40 + 8 + 24 + 8 + 20,
                PayloadLength = 7,
                IsFragment = true,
            },
            PacketLayers.Parse(packet));
    }

    [Fact]
    public void Later_fragments_have_no_transport()
    {
        var v4 = new PacketBuilder().IPv4(new IPv4Fields(default, default) { FragmentOffset = 8 }, IpProtocol.Udp).Payload(40).ToArray();
        var v6 = new PacketBuilder().IPv6("::1", "::2").Fragment(8, false, 1, IpProtocol.Udp).Payload(40).ToArray();
        foreach (var packet in new[] { v4, v6 })
        {
            var layers = PacketLayers.Parse(packet, LinkType.Raw);
            Assert.True(layers.IsFragment);
            Assert.Equal((IpProtocol.Udp, -1, -1), (layers.Protocol, layers.TransportOffset, layers.PayloadOffset));
        }
    }

    [Theory]
    [InlineData(LinkType.Raw, "")]
    [InlineData(LinkType.IPv4, "")]
    [InlineData(LinkType.LinuxSll, "0000 0001 0006 020000000001 0000 0800")]
    [InlineData(LinkType.LinuxSll2, "0800 0000 00000002 0001 00 06 020000000001 0000")]
    [InlineData(LinkType.Null, "02000000")]
    [InlineData(LinkType.Null, "00000002")]
    [InlineData(LinkType.Loop, "00000002")]
    public void Knows_the_usual_link_headers(LinkType linkType, string header)
    {
        var link = CaptureFiles.Bytes(header);
        byte[] packet = [.. link, .. new PacketBuilder().IPv4("10.0.0.1", "10.0.0.2").Udp(1, 2).ToArray()];
        Assert.Equal(link.Length, PacketLayers.Parse(packet, linkType).NetworkOffset);
        Assert.Equal("IP 10.0.0.1.1 > 10.0.0.2.2: UDP, length 0", PacketText.Describe(packet, linkType));
    }

    [Theory]
    [InlineData(LinkType.Null, "1e000000")]
    [InlineData(LinkType.Null, "0000001c")]
    [InlineData(LinkType.Raw, "")]
    public void Knows_IPv6_on_loopback(LinkType linkType, string header)
    {
        byte[] packet = [.. CaptureFiles.Bytes(header), .. new PacketBuilder().IPv6("::1", "::2").Udp(1, 2).ToArray()];
        Assert.Equal(EtherType.IPv6, PacketLayers.Parse(packet, linkType).NetworkType);
    }

    [Fact]
    public void Packets_cut_and_corrupted_anywhere_are_described_without_a_crash()
    {
        const int Seed = 20260902;
        var random = new Random(Seed);
        foreach (var (text, builder) in SamplePackets.All)
        {
            var packet = builder.ToArray();
            for (var length = 0; length < Math.Min(packet.Length, 200); length++)
                Check(packet.AsSpan(0, length), $"{text}, cut to {length}");
            for (var round = 0; round < 300; round++)
            {
                var damaged = (byte[])packet.Clone();
                for (var flips = random.Next(1, 5); flips > 0; flips--)
                    damaged[random.Next(Math.Min(damaged.Length, 120))] ^= (byte)(1 << random.Next(8));
                Check(damaged, $"seed {Seed}, {text}, {Convert.ToHexString(damaged)}");
            }
        }
    }

    [Theory]
    [InlineData("81000001")]
    [InlineData("88470001")]
    public void Endless_tags_end(string tag)
    {
        var packet = new byte[1 << 20];
        for (var i = 12; i + 4 <= packet.Length; i += 4)
            CaptureFiles.Bytes(tag).CopyTo(packet, i);
        Assert.EndsWith($"length {packet.Length - 14 - 64}", PacketText.Describe(packet), StringComparison.Ordinal);
        Assert.Equal(-1, PacketLayers.Parse(packet).NetworkOffset);
    }

    static void Check(ReadOnlySpan<byte> packet, string what)
    {
        try
        {
            Assert.NotEmpty(PacketText.Describe(packet));
            Assert.NotEmpty(PacketText.Describe(packet, LinkType.LinuxSll));
            var layers = PacketLayers.Parse(packet);
            Assert.InRange(layers.NetworkOffset, -1, packet.Length);
            Assert.InRange(layers.TransportOffset, -1, packet.Length);
            Assert.InRange(layers.PayloadOffset + layers.PayloadLength, -1, packet.Length);
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{what}: {e}");
        }
    }
}
