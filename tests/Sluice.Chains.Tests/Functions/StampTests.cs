using System.Buffers.Binary;
using Sluice.Packets;
using Sluice.Runtime.Execution;

namespace Sluice.Chains.Tests.Functions;

/// <summary>Measuring: STAMP's reflector and collector (RFC 8762).</summary>
public sealed class StampTests
{
    const ushort Port = 862, Sender = 4000, Session = 0x1234;
    const int TestAt = 8, TestSize = 44, SecondsTo1970 = -2_085_978_496; // 2208988800 as the 32 bits that NTP has

    public static TheoryData<string> Engines => FunctionUnderTest.Engines;

    [Theory, MemberData(nameof(Engines))]
    public void Test_packets_are_told_by_their_port(string engine)
    {
        using var function = FunctionUnderTest.On(engine, "stamp", "filter");
        Assert.Equal(0UL, function.Value(Test6()));
        Assert.Equal(0UL, function.Value(Test4()));
        Assert.Equal(0UL, function.Value(Routed(0)));
        Assert.All([Frames.Udp6(), Frames.Udp4(), Frames.Arp, Frames.Cut(Test6())], packet => Assert.Equal(1UL, function.Value(packet)));
        using var other = FunctionUnderTest.On(engine, "stamp", "filter", spec => spec.WithText("filter_parameters", """{"port":53}"""));
        Assert.Equal((0UL, 1UL), (other.Value(Frames.Udp6()), other.Value(Test6())));
    }

    [Theory, MemberData(nameof(Engines))]
    public void A_test_packet_is_answered(string engine)
    {
        foreach (var name in new[] { "stamp", "stamp_full" })
        {
            using var function = FunctionUnderTest.On(engine, "stamp", name);
            Assert.Equal(XdpAction.Aborted, function.Verdict(Test6())); // it does not know the time
            function.Set("map_time", [0], new byte[8]);
            foreach (var packet in new[] { Test6(), Test4(), Routed(0) })
            {
                Assert.Equal(0UL, function.Value(packet));
                var answer = function.Packet(packet);
                var (before, after) = (packet[^TestSize..], answer[^TestSize..]);
                Assert.Equal(before[..4], after[24..28]); // the sender's sequence number, ...
                Assert.Equal(before[..4], after[..4]); // ... which a reflector without state repeats
                Assert.Equal(before[4..12], after[28..36]);
                Assert.Equal(before[12..14], after[36..38]);
                Assert.Equal(before[14..16], after[14..16]); // the session
                Assert.Equal(17, after[40]); // hops left
                Assert.Equal(after[4..12], after[16..24]);
                Assert.Equal([0x80, 0x01], after[12..14]);
                Assert.Equal(packet[..^TestSize], answer[..^TestSize]);
            }

            Assert.Equal(XdpAction.Aborted, function.Verdict(Test6()[..^20]));
        }

        using var stamp = FunctionUnderTest.On(engine, "stamp", "stamp");
        Assert.Equal(1UL, stamp.Value(Frames.Udp6()));
        Assert.Equal(Frames.Udp6(), stamp.Packet(Frames.Udp6()));
    }

    [Theory]
    [InlineData(0, 0x8001, SecondsTo1970 + 1_000_000_007, 1u << 31)]
    [InlineData(1, 0xc001, 1_000_000_007, 500_000_000u)]
    public void Time_is_stated_in_both_formats(int ptp, int error, int seconds, uint fraction)
    {
        foreach (var mode in Enum.GetNames<ExecutionMode>())
        {
            var time = new ManualTime();
            time.Advance(TimeSpan.FromSeconds(7.5) - TimeSpan.FromTicks(1));
            using var function = FunctionUnderTest.On(mode, "stamp", "stamp", spec => spec.WithText("stamp_parameters", $$"""{"port":862,"ptp":{{ptp}}}"""), new() { Time = time });
            function.Set("map_time", [0], BitConverter.GetBytes(1_000_000_000_000_000_000));
            var test = function.Packet(Test6())[^TestSize..];
            Assert.Equal((seconds, fraction, error),
                (BinaryPrimitives.ReadInt32BigEndian(test.AsSpan(16)), BinaryPrimitives.ReadUInt32BigEndian(test.AsSpan(20)), BinaryPrimitives.ReadUInt16BigEndian(test.AsSpan(12))));
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public void Addresses_are_exchanged_and_paths_turned_round(string engine)
    {
        using var function = FunctionUnderTest.On(engine, "stamp", "l234_addr_swap");
        var back = Reversed().IPv6(Frames.Destination6, Frames.Source6, 64).Udp(Port, Sender).Payload(Body()).ToArray();
        Assert.Equal(WithoutSum(back, Frames.Link + 40), WithoutSum(function.Packet(Test6()), Frames.Link + 40));
        var back4 = Reversed().IPv4(Frames.Destination4, Frames.Source4, 64).Udp(Port, Sender).Payload(Body()).ToArray();
        Assert.Equal(WithoutSum(back4, Frames.Link + 20), WithoutSum(function.Packet(Test4()), Frames.Link + 20));

        // The packet came by c and b to a; it goes back by b and c to its sender.
        for (var last = 0; last < 8; last++)
        {
            var path = Path(last);
            var expected = Reversed().IPv6(path[0], last == 0 ? Frames.Source6 : path[1], 64)
                .SegmentRouting([.. path[1..].Append(Frames.Source6).Select(segment => IPv6Address.Parse(segment))], last)
                .Udp(Port, Sender).Payload(Body()).ToArray();
            var transport = Frames.Link + 40 + 8 + (16 * path.Length);
            Assert.Equal(WithoutSum(expected, transport), WithoutSum(function.Packet(Routed(last)), transport));
        }

        Assert.Equal(XdpAction.Aborted, function.Verdict(Frames.Arp));
        Assert.Equal(XdpAction.Aborted, function.Verdict(Routed(8))); // more than anybody has
    }

    [Theory, MemberData(nameof(Engines))]
    public void Checksums_are_written_anew(string engine)
    {
        using var function = FunctionUnderTest.On(engine, "stamp", "udp_checksum");
        foreach (var (packet, transport) in new[]
        {
            (Test6(), Frames.Link + 40), (Test4(), Frames.Link + 20), (Frames.Udp6(payload: "odd"), Frames.Link + 40),
            (Reversed().IPv6("fc00::9", "fc00::b", 64).SegmentRouting([IPv6Address.Parse("fc00::b"), IPv6Address.Parse(Frames.Source6)], 1)
                .Udp(1, 2).Payload(Body()).ToArray(), Frames.Link + 40 + 40),
        })
        {
            var damaged = packet.ToArray();
            damaged[transport + 6] ^= 0x55;
            Assert.Equal(packet, function.Packet(damaged));
        }

        Assert.Equal(XdpAction.Aborted, function.Verdict(Test6()[..^1]));
        Assert.Equal(XdpAction.Aborted, function.Verdict(Frames.Arp));
    }

    [Theory, MemberData(nameof(Engines))]
    public void A_reflector_in_one_answers_as_its_maps_say(string engine)
    {
        foreach (var name in new[] { "stamp_mono", "stamp_mono_filter" })
        {
            using var function = FunctionUnderTest.On(engine, "stamp", name);
            Assert.Equal(XdpAction.Aborted, function.Verdict(Routed(1)));
            function.Set("map_time", [0], new byte[8]);
            function.Set("map_eth", [0], [2, 0, 0, 0, 0, 9, 2, 0, 0, 0, 0, 8]);
            function.Set("map_ipv6", [0], Frames.Pair("fd00::8", "fd00::9"));
            function.Set("map_seglist", [0], Frames.Address("fd00::9"));
            // The interface that packets come in by is 0 in process and the loopback, 1, in the kernel's test runs.
            foreach (var incoming in new[] { 0u, 1u })
                function.Set("l2xcon_map", Frames.Number(incoming), Frames.Number(1));
            Assert.Equal(XdpAction.Aborted, function.Verdict(Routed(1))); // no second segment
            function.Set("map_seglist", [1], Frames.Address("fd00::b"));
            Assert.Equal(XdpAction.Redirect, function.Verdict(Routed(1)));
            var answer = function.Packet(Routed(1));
            var expected = new PacketBuilder().Ethernet("02:00:00:00:00:08", "02:00:00:00:00:09").IPv6("fd00::8", "fd00::9", 64)
                .SegmentRouting([IPv6Address.Parse("fd00::b"), IPv6Address.Parse("fd00::9")], 1).Udp(Port, Sender).Payload(answer.AsSpan(answer.Length - TestSize)).ToArray();
            Assert.Equal(expected, answer);
            Assert.Equal(name == "stamp_mono" ? XdpAction.Aborted : XdpAction.Pass, function.Verdict(Frames.Udp6()));
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public void Headers_are_kept_by_session(string engine)
    {
        using var function = FunctionUnderTest.On(engine, "stamp", "cache");
        var packet = Routed(1);
        Assert.Equal(0UL, function.Value(packet));
        byte[] key = [Session >> 8, Session & 0xff];
        Assert.Equal(packet[..(Frames.Link + 48)], function.Get("map_cache_l23", key)![..(Frames.Link + 48)]);
        Assert.Equal(packet[^(TestAt + TestSize)..^3], function.Get("map_cache_l4", key)![..(TestAt + TestSize - 3)]);
        Assert.Equal(XdpAction.Aborted, function.Verdict(Test6()[..^20]));
        Assert.Equal(XdpAction.Aborted, function.Verdict(Test4()));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Timestamps_are_collected(string engine)
    {
        using var function = FunctionUnderTest.On(engine, "stamp", "collector");
        Assert.Equal(XdpAction.Aborted, function.Verdict(Test6()));
        function.Set("map_time", [0], new byte[8]);
        Assert.Equal(XdpAction.Drop, function.Verdict(Test6()));
        var times = function.Get("map_collector", [Session & 0xff, Session >> 8, 4, 3, 2, 1])!;
        Assert.Equal((0x2122232425262728UL, 0x1112131415161718UL, 0x0102030405060708UL),
            (BitConverter.ToUInt64(times), BitConverter.ToUInt64(times, 8), BitConverter.ToUInt64(times, 16)));
        Assert.Equal(XdpAction.Aborted, function.Verdict(Frames.Arp));
    }

    [Theory, MemberData(nameof(Engines))]
    public void The_interface_is_told(string engine)
    {
        using var function = FunctionUnderTest.On(engine, "stamp", "l2_get_iif");
        Assert.Equal(engine == FunctionUnderTest.Kernel ? 1UL : 0UL, function.Value(Test6()));
        using var nothing = FunctionUnderTest.On(engine, "stamp", "stamp_lite");
        Assert.Equal(0UL, nothing.Value(Test6()));
    }

    static byte[] Test6() => Frames.Ethernet().IPv6(Frames.Source6, Frames.Destination6, 17).Udp(Sender, Port).Payload(Body()).ToArray();

    static byte[] Test4() => Frames.Ethernet().IPv4(Frames.Source4, Frames.Destination4, 17).Udp(Sender, Port).Payload(Body()).ToArray();

    // At the end of its path: the reflector is the first of this list, and the last segment.
    static byte[] Routed(int last) => Frames.Ethernet().IPv6(Frames.Source6, Path(last)[0], 17)
        .SegmentRouting([.. Path(last).Reverse().Select(segment => IPv6Address.Parse(segment))], 0).Udp(Sender, Port).Payload(Body()).ToArray();

    static string[] Path(int last) => [.. Enumerable.Range(0, last + 1).Select(segment => $"fc00::{segment + 10:x}")];

    static PacketBuilder Reversed() => new PacketBuilder().Ethernet("02:00:00:00:00:02", "02:00:00:00:00:01");

    // Sequence number, time, error, session, and what a reflector writes.
    static byte[] Body() =>
    [
        1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 0x40, 2, Session >> 8, Session & 0xff, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18,
        9, 9, 9, 9, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    static byte[] WithoutSum(byte[] packet, int transport)
    {
        packet.AsSpan(transport + 6, 2).Clear();
        return packet;
    }
}
