using System.Security.Cryptography;

namespace Sluice.Packets.Tests;

public sealed class TrafficGeneratorTests
{
    static readonly TrafficOptions s_mixed = new()
    {
        Seed = 42,
        Flows = 500,
        ZipfExponent = 1.1,
        Sizes = PacketSizes.Parse("60:5,128-512:3,1514:1"),
        Arrivals = ArrivalProcess.Poisson,
        PacketsPerSecond = 1_000_000,
        IcmpWeight = 1,
        IPv6Percent = 40,
        VlanId = 7,
    };

    /// <summary>Recorded once: a change of these bytes is a change for everybody who compares runs.</summary>
    [Theory]
    [InlineData(0, "458c5fd319b313a3e7794ce62a0b5b60a53e3eed43f2b1aea0d3c4a47d4f33fa")]
    [InlineData(1, "a1e9ea91858e1d63212e68f6a76b5c26079e535b4cf8cc9ddc8e0aa9cc70e2de")]
    public void The_same_options_give_the_same_bytes_everywhere(int which, string sha256)
    {
        var options = which == 0 ? new TrafficOptions() : s_mixed;
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(Capture(options, 2000))));
    }

    [Fact]
    public void Another_seed_gives_other_packets() =>
        Assert.NotEqual(Capture(s_mixed, 100), Capture(s_mixed with { Seed = 43 }, 100));

    [Fact]
    public void Every_packet_is_well_formed()
    {
        var traffic = new TrafficGenerator(s_mixed);
        var buffer = new byte[traffic.MaxLength];
        for (var i = 0; i < 3000; i++)
        {
            var frame = buffer.AsSpan(0, traffic.Next(buffer, out _));
            var layers = PacketLayers.Parse(frame);
            Assert.Equal(7, layers.VlanId);
            Assert.Equal(frame.Length, layers.PayloadOffset + layers.PayloadLength);
            var network = frame[layers.NetworkOffset..];
            var segment = frame[layers.TransportOffset..];
            uint pseudo = 0;
            if (IPv4Header.TryRead(network, out var ip))
            {
                Assert.True(ip.IsChecksumValid);
                Assert.True(s_mixed.SourcesV4.Contains(ip.Source) && s_mixed.DestinationsV4.Contains(ip.Destination));
                if (ip.Protocol != IpProtocol.Icmp)
                    pseudo = InternetChecksum.PseudoHeader(ip.Source, ip.Destination, ip.Protocol, segment.Length);
            }
            else
            {
                Assert.True(IPv6Header.TryRead(network, out var ip6));
                Assert.True(s_mixed.SourcesV6.Contains(ip6.Source) && s_mixed.DestinationsV6.Contains(ip6.Destination));
                pseudo = InternetChecksum.PseudoHeader(ip6.Source, ip6.Destination, ip6.NextHeader, segment.Length);
            }

            Assert.True(InternetChecksum.IsValid(segment, pseudo), PacketText.Describe(frame));
        }
    }

    [Fact]
    public void Flows_are_all_different_even_from_few_hosts()
    {
        var options = new TrafficOptions { Flows = 5000, SourcesV4 = IPv4Prefix.Parse("10.0.0.0/30"), DestinationsV4 = IPv4Prefix.Parse("10.1.0.0/32") };
        var flows = FlowsSeen(options, 100_000);
        Assert.InRange(flows.Count, 4990, 5000);
        Assert.True(flows.Keys.Select(f => f.Source).Distinct().Count() == 4);
    }

    [Fact]
    public void Uniform_popularity_treats_flows_alike_and_zipf_does_not()
    {
        const int Packets = 100_000;
        var uniform = FlowsSeen(new TrafficOptions { Flows = 100 }, Packets);
        Assert.All(uniform.Values, count => Assert.InRange(count, 850, 1150));

        // Zipf with exponent 1 over 100 flows: the first gets 1 / H(100) = 1 / 5.187 of all packets, the second half of that.
        var zipf = FlowsSeen(new TrafficOptions { Flows = 100, ZipfExponent = 1 }, Packets).Values.OrderDescending().ToArray();
        Assert.InRange(zipf[0], 18_800, 19_800);
        Assert.InRange(zipf[1], 9_200, 10_100);
    }

    [Fact]
    public void The_shares_are_those_asked_for()
    {
        var traffic = new TrafficGenerator(new TrafficOptions
        {
            Flows = 20_000,
            Sizes = PacketSizes.Parse("100:3,200-209:1"),
            UdpWeight = 2,
            TcpWeight = 1,
            IcmpWeight = 1,
            IPv6Percent = 25,
        });
        var buffer = new byte[traffic.MaxLength];
        int shorter = 0, udp = 0, v6 = 0;
        var lengths = new HashSet<int>();
        for (var i = 0; i < 20_000; i++)
        {
            var length = traffic.Next(buffer, out _);
            var layers = PacketLayers.Parse(buffer.AsSpan(0, length));
            lengths.Add(length);
            shorter += length == 100 ? 1 : 0;
            udp += layers.Protocol == IpProtocol.Udp ? 1 : 0;
            v6 += layers.NetworkType == EtherType.IPv6 ? 1 : 0;
        }

        Assert.Equal([100, .. Enumerable.Range(200, 10)], lengths.Order());
        Assert.InRange(shorter, 14_700, 15_300);
        Assert.InRange(udp, 9_700, 10_300);
        Assert.InRange(v6, 4_700, 5_300);
    }

    [Fact]
    public void Constant_arrivals_keep_the_rate_to_the_nanosecond()
    {
        var times = Times(new TrafficOptions { PacketsPerSecond = 3, StartTime = 5 }, 7);
        Assert.Equal([5, 333_333_338, 666_666_671, 1_000_000_005, 1_333_333_338, 1_666_666_671, 2_000_000_005], times);
    }

    [Fact]
    public void Poisson_arrivals_keep_the_rate_on_average_and_never_go_back()
    {
        var times = Times(new TrafficOptions { Arrivals = ArrivalProcess.Poisson, StartTime = 0 }, 100_001);
        Assert.Equal(times.Order(), times);
        Assert.InRange(times[^1], 99_000_000, 101_000_000); // 100 000 gaps of 1 µs
        // A third of exponential gaps, 1/e, is longer than the mean.
        var longer = times.Zip(times.Skip(1)).Count(pair => pair.Second - pair.First > 1000);
        Assert.InRange(longer, 36_000, 37_600);
    }

    [Fact]
    public void Nothing_is_allocated_for_a_packet()
    {
        var traffic = new TrafficGenerator(s_mixed);
        var buffer = new byte[traffic.MaxLength];

        // The runtime allocates now and then as it compiles a loop anew; packets would do so in every round.
        Assert.Contains(Enumerable.Range(0, 10), _ => AllocatedByThousand() == 0);

        long AllocatedByThousand()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
                traffic.Next(buffer, out _);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused_by_name()
    {
        Refuses("Flows is 0: expected at least 1", new TrafficOptions { Flows = 0 });
        Refuses("ZipfExponent is 9", new TrafficOptions { ZipfExponent = 9 });
        Refuses("ZipfExponent is NaN", new TrafficOptions { ZipfExponent = double.NaN });
        Refuses("PacketsPerSecond is 0", new TrafficOptions { PacketsPerSecond = 0 });
        Refuses("protocol weights", new TrafficOptions { UdpWeight = 0, TcpWeight = 0 });
        Refuses("IPv6Percent is 101", new TrafficOptions { IPv6Percent = 101 });
        Refuses("VlanId is 4096", new TrafficOptions { VlanId = 4096 });
        Refuses("expected at most 64512", new TrafficOptions { Flows = 100_000, SourcesV4 = IPv4Prefix.Parse("10.0.0.1/32") });
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("100-60")]
    [InlineData("64:0")]
    [InlineData("64:x")]
    [InlineData("64,")]
    [InlineData("big")]
    public void Other_text_is_no_packet_size(string text) =>
        Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => PacketSizes.Parse(text)).Message, StringComparison.Ordinal);

    static void Refuses(string message, TrafficOptions options) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new TrafficGenerator(options)).Message, StringComparison.Ordinal);

    static byte[] Capture(TrafficOptions options, int count)
    {
        var stream = new MemoryStream();
        using (var writer = CaptureWriter.Create(stream, CaptureFormat.Pcap, new CaptureInterface(LinkType.Ethernet, Resolution: TimestampResolution.Nanoseconds)))
            new TrafficGenerator(options).WriteTo(writer, count);
        return stream.ToArray();
    }

    static long[] Times(TrafficOptions options, int count)
    {
        var traffic = new TrafficGenerator(options);
        var buffer = new byte[traffic.MaxLength];
        var times = new long[count];
        for (var i = 0; i < count; i++)
            traffic.Next(buffer, out times[i]);
        return times;
    }

    static Dictionary<(IPv4Address Source, IPv4Address Destination, uint Ports, IpProtocol Protocol), int> FlowsSeen(TrafficOptions options, int packets)
    {
        var traffic = new TrafficGenerator(options);
        var buffer = new byte[traffic.MaxLength];
        var seen = new Dictionary<(IPv4Address, IPv4Address, uint, IpProtocol), int>();
        for (var i = 0; i < packets; i++)
        {
            traffic.Next(buffer, out _);
            Assert.True(IPv4Header.TryRead(buffer.AsSpan(14), out var ip));
            var key = (ip.Source, ip.Destination, BitConverter.ToUInt32(ip.Payload), ip.Protocol);
            seen[key] = seen.GetValueOrDefault(key) + 1;
        }

        return seen;
    }
}
