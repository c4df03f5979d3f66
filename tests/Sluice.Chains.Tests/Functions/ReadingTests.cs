using System.Buffers.Binary;
using Sluice.Packets;
using Sluice.Runtime.Execution;

namespace Sluice.Chains.Tests.Functions;

/// <summary>Functions that read packets: info, alternate marking, deep inspection.</summary>
public sealed class ReadingTests
{
    const uint Mark = 0x12345678;

    public static TheoryData<string> Engines => FunctionUnderTest.Engines;

    /// <summary>A packet with the alternate-marking option (RFC 9343) behind options of other kinds.</summary>
    public static byte[] Marked(params byte[] before) => Frames.Ethernet().IPv6(Frames.Source6, Frames.Destination6)
        .HopByHop([.. before, 0x12, 4, 0x12, 0x34, 0x56, 0x78]).Udp(4000, 53).Payload(Frames.Text("x")).ToArray();

    [Theory, MemberData(nameof(Engines))]
    public void The_alternate_mark_is_found_wherever_it_stands(string engine)
    {
        using var function = FunctionUnderTest.On(engine, "alt_mark", "ip6_alt_mark");
        var raw = BinaryPrimitives.ReverseEndianness(Mark);
        Assert.Equal(raw, function.Value(Marked()));
        Assert.Equal(raw, function.Value(Marked(0, 0)));
        Assert.Equal(raw, function.Value(Marked(1, 2, 9, 9)));
        Assert.Equal(raw, function.Value(Marked(5, 2, 0, 0, 0, 1, 3, 1, 2, 3)));
        Assert.Equal(0UL, function.Value(Frames.Udp6()));
        Assert.Equal(0UL, function.Value(Frames.Ethernet().IPv6(Frames.Source6, Frames.Destination6).HopByHop([5, 2, 0, 0]).Udp(1, 2).ToArray()));
        Assert.Equal(XdpAction.Aborted, function.Verdict(Frames.Udp4()));
        Assert.Equal(XdpAction.Aborted, function.Verdict(Frames.Cut(Frames.Udp6())));
    }

    [Theory, MemberData(nameof(Engines))]
    public void The_alternate_mark_does_not_reach_behind_its_header(string engine)
    {
        using var function = FunctionUnderTest.On(engine, "alt_mark", "ip6_alt_mark");
        // The option's length says more than the header has: what follows is not its data.
        var packet = Marked();
        packet[Frames.Link + 40 + 3] = 200;
        Assert.Equal(0UL, function.Value(packet));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Inspection_finds_a_string_at_the_payloads_start(string engine)
    {
        using var function = FunctionUnderTest.On(engine, "tutorial", "dpi");
        foreach (var make in new Func<string, byte[]>[] { text => Frames.Udp6(payload: text), text => Frames.Udp4(payload: text) })
        {
            Assert.Equal(1UL, function.Value(make("foobar!"), 1, 0));
            Assert.Equal(0UL, function.Value(make("foobar"), 1, 0)); // not longer than it
            Assert.Equal(0UL, function.Value(make("foobaz!"), 1, 0));
            Assert.Equal(0UL, function.Value(make(" foobar!"), 1, 0));
        }

        Assert.Equal(0UL, function.Value(Frames.Arp, 1, 0));
        Assert.Equal(0UL, function.Value(Frames.Ethernet().IPv6(Frames.Source6, Frames.Destination6).Tcp(1, 2, TcpFlags.Syn).Payload(Frames.Text("foobar!")).ToArray(), 1, 0));
        function.Set("dpi_patterns", Frames.Number(3), [3, 0, 0, 0, .. Frames.Text("GET")]);
        Assert.Equal(1UL, function.Value(Frames.Udp4(payload: "GET /"), 3, 0));
        Assert.Equal(1UL, function.Value(Frames.Udp4(payload: "foobar!"), 99, 0)); // no such entry
    }

    [Fact]
    public void Info_prints_the_layers_that_are_asked_for()
    {
        foreach (var mode in Enum.GetNames<ExecutionMode>())
        {
            var lines = new List<string>();
            using var function = FunctionUnderTest.On(mode, "info", "show_pkt_info", options: new() { Trace = lines.Add });
            Assert.Equal(0UL, function.Value(Frames.Udp6(), 7, 484));
            Assert.Equal(0UL, function.Value(Frames.Udp4(), 2, 1));
            Assert.Equal(0UL, function.Value(Frames.Arp, 6, 2));
            Assert.Equal(
            [
                "packet of 67 bytes, user info 484",
                "L2 src=020000000001 dst=020000000002",
                "IPv6 src=2001:0db8:0000:0000:0000:0000:0000:0001 dst=2001:0db8:0000:0000:0000:0000:0000:0002",
                "UDP src=4000 dst=53",
                "packet of 47 bytes, user info 1",
                "IPv4 src=192.0.2.1 dst=192.0.2.2",
                "packet of 42 bytes, user info 2",
                "L3 protocol=0x806",
            ], lines.Select(line => line.TrimEnd()));
        }
    }

    [Fact]
    public void Verbose_prints_and_leaves_what_it_found()
    {
        foreach (var mode in Enum.GetNames<ExecutionMode>())
        {
            var lines = new List<string>();
            using var function = FunctionUnderTest.On(mode, "hike_default", "hike_verbose", options: new() { Trace = lines.Add, CpuCount = 1 });
            foreach (var (payload, found) in new[] { ("qwerty", 1), ("qwertz", 0), ("qwert", 0) })
            {
                Assert.Equal(0UL, function.Value(Frames.Udp6(payload: payload), 42));
                Assert.Equal(found, function.Get("sluice_shared", Frames.Number(0))![64]);
            }

            Assert.Equal(["cookie 42, packet of 68 bytes", "headers at mac=0 net=14 transport=16383"], lines.Take(2).Select(line => line.TrimEnd()));
            Assert.StartsWith("UDP src=4000 dst=53 checksum=0x", lines[2]);
        }
    }
}
