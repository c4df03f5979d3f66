using Sluice.Click.Configuration;
using Sluice.Click.Tests.Routing;
using Sluice.Packets;

namespace Sluice.Click.Tests.Elements;

public sealed class SourceTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("click-sources-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [InlineData("out.pcap", CaptureFormat.Pcap)]
    [InlineData("out.pcapng", CaptureFormat.PcapNg)]
    public void A_capture_goes_out_as_it_came_in(string name, CaptureFormat format)
    {
        var (input, output) = (Capture(10), Path.Combine(_folder, name));
        using (var router = TestRouter.Of($"f :: FromDump({input}) -> t :: ToDump({output}, SNAPLEN 40) -> c :: Counter -> Discard").Run())
        {
            Assert.Equal((10, 10), (router.Count("f.count"), router.Count("t.count")));
            Assert.Equal("Ethernet", router.Read("f.encap"));
        }

        using var reader = CaptureReader.Open(output);
        Assert.Equal(format, reader.Format);
        for (var i = 0; i < 10; i++)
        {
            Assert.True(reader.TryRead(out var packet));
            Assert.Equal((Time(i), 40, 60u), (packet.Timestamp, packet.Data.Length, packet.OriginalLength));
            Assert.Equal((byte)i, packet.Data[0]);
        }

        Assert.False(reader.TryRead(out _));
    }

    [Fact]
    public void Extra_length_survives_two_captures()
    {
        var (input, output) = (Capture(1), Path.Combine(_folder, "short.pcap"));
        using (TestRouter.Of($"FromDump({input}) -> ToDump({output}, SNAPLEN 40)").Run())
        {
        }

        using (TestRouter.Of($"FromDump({output}) -> Truncate(20) -> ToDump({output}2)").Run())
        {
        }

        using var reader = CaptureReader.Open(output + "2");
        Assert.True(reader.TryRead(out var packet));
        Assert.Equal((20, 60u), (packet.Data.Length, packet.OriginalLength));
    }

    [Fact]
    public void Timing_is_that_of_the_capture()
    {
        using var router = TestRouter.Of($"f :: FromDump({Capture(10)}, TIMING true) -> d :: Discard");
        Assert.Equal(1, router.Run(999_000_000).Count("d.count"));
        Assert.Equal(5, router.Run(3_500_000_000).Count("d.count"));
        Assert.Equal(10, router.Run().Count("d.count"));
    }

    [Theory]
    [InlineData("START_AFTER 3", 7)]
    [InlineData("END_AFTER 3", 3)]
    [InlineData("START_AFTER 2, INTERVAL 3s", 3)]
    [InlineData("START 1000000004, END 1000000006", 2)]
    [InlineData("SAMPLE 0", 0)]
    [InlineData("ACTIVE false", 0)]
    public void Part_of_a_capture_can_be_chosen(string keywords, int expected)
    {
        using var router = TestRouter.Of($"FromDump({Capture(10)}, {keywords}) -> d :: Discard").Run();
        Assert.Equal(expected, router.Count("d.count"));
    }

    [Fact]
    public void The_end_of_a_capture_stops_the_router_and_calls_a_handler()
    {
        using var router = TestRouter.Of($"FromDump({Capture(10)}, STOP true, END_CALL \"w.switch 1\") -> Queue -> Unqueue -> w :: Switch; w -> Discard; w [1] -> Discard; InfiniteSource -> Discard").Run();
        Assert.Equal("1", router.Read("w.switch"));
    }

    [Fact]
    public void A_capture_that_is_not_there_is_reported_with_all_else()
    {
        var error = Assert.Throws<ConfigurationException>(() => TestRouter.Of($"FromDump({_folder}/none.pcap) -> ToDump({_folder}/no/such/out.pcap)"));
        Assert.Equal(2, error.Errors.Count);
    }

    [Fact]
    public void A_damaged_capture_ends_where_it_is_damaged()
    {
        var path = Capture(10);
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^20]);
        using var router = TestRouter.Of($"f :: FromDump({path}) -> d :: Discard").Run();
        Assert.Equal(9, router.Count("d.count"));
        Assert.Contains("f :: FromDump", router.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_swap_goes_on_reading_and_writing_where_it_was()
    {
        var (input, output) = (Capture(100), Path.Combine(_folder, "out.pcap"));
        var text = $"f :: FromDump({input}, TIMING true) -> t :: ToDump({output})";
        using (var router = TestRouter.Of(text).Run(50_500_000_000))
        {
            router.Driver.Swap(router.Next(text));
            Assert.Equal(100, router.Run().Count("t.count"));
        }

        using var reader = CaptureReader.Open(output);
        var count = 0;
        for (; reader.TryRead(out var packet); count++)
            Assert.Equal((byte)count, packet.Data[0]);
        Assert.Equal(100, count);
    }

    [Fact]
    public void Udp_generators_make_sound_datagrams()
    {
        var output = Path.Combine(_folder, "udp.pcap");
        using (var router = TestRouter.Of($"""
            FastUDPSource(0, 5, 60, 2:0:0:0:0:1, 10.0.0.1, 1000, 2:0:0:0:0:2, 10.0.0.2, 2000) -> t :: ToDump({output});
            FastUDPFlows(0, 20, 100, 2:0:0:0:0:1, 10.0.0.1, 2:0:0:0:0:2, 10.0.0.2, 4, 3) -> t
            """).Run())
            Assert.Equal(25, router.Count("t.count"));

        using var reader = CaptureReader.Open(output);
        var ports = new HashSet<int>();
        while (reader.TryRead(out var packet))
        {
            Assert.Contains(packet.Data.Length, new[] { 60, 100 });
            Assert.True(InternetChecksum.IsValid(packet.Data[14..34]));
            var udp = packet.Data[34..];
            Assert.True(InternetChecksum.IsValid(udp, InternetChecksum.PseudoHeader(IPv4Address.Parse("10.0.0.1"), IPv4Address.Parse("10.0.0.2"), IpProtocol.Udp, udp.Length)));
            ports.Add(udp[0] << 8 | udp[1]);
        }

        Assert.True(ports.Count > 4);
    }

    [Fact]
    public void Pulled_sources_give_as_many_as_asked()
    {
        using var router = TestRouter.Of("s :: InfiniteSource(DATA x, LIMIT 50) -> u :: Unqueue(BURST 8) -> c :: Counter -> Discard").Run(1_000_000);
        Assert.Equal((50, 50), (router.Count("c.count"), router.Count("s.count")));
    }

    static long Time(int packet) => (1_000_000_000L + packet) * 1_000_000_000;

    string Capture(int packets)
    {
        var path = Path.Combine(_folder, "in.pcap");
        using var writer = CaptureWriter.Create(path, CaptureFormat.Pcap, new CaptureInterface(LinkType.Ethernet));
        for (var i = 0; i < packets; i++)
        {
            var data = new byte[60];
            data[0] = (byte)i;
            writer.Write(Time(i), data);
        }

        return path;
    }
}
