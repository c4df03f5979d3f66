using System.Buffers.Binary;
using Sluice.Bpf.Platform;
using Sluice.Packets;

namespace Sluice.Chains.Tests.Functions;

/// <summary>The functions of hike_default.</summary>
public sealed class DefaultTests
{
    const string Package = "hike_default";
    const ulong Absent = unchecked((ulong)-2), Exists = unchecked((ulong)-17);
    const ulong LookUp = 0, Add = 1, Clean = 2;

    public static TheoryData<string> Engines => FunctionUnderTest.Engines;

    public static TheoryData<string, string, string> Sets => [.. Engines.SelectMany(engine => new[]
        { (engine.Data, "ip6_hset_srcdst", "ipv6_hset_sd_map"), (engine.Data, "ip4_hset_srcdst", "ipv4_hset_sd_map") })];

    [Theory, MemberData(nameof(Engines))]
    public void Verdicts_are_final(string engine)
    {
        foreach (var (name, expected) in new[] { ("hike_pass", XdpAction.Pass), ("hike_drop", XdpAction.Drop) })
        {
            using var function = FunctionUnderTest.On(engine, Package, name);
            Assert.Equal(expected, function.Verdict(Frames.Udp6()));
            Assert.Equal(expected, function.Verdict(Frames.Arp));
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public void Events_are_counted(string engine)
    {
        using var function = FunctionUnderTest.On(engine, Package, "monitor");
        foreach (var number in new ulong[] { 5, 6, 5, 5 })
            Assert.Equal(0UL, function.Value(Frames.Udp6(), number));
        Assert.Equal((3UL, 1UL), (function.Count("map_pcpu_mon", Frames.Number(5)), function.Count("map_pcpu_mon", Frames.Number(6))));
        using var passing = FunctionUnderTest.On(engine, Package, "trace_pass");
        Assert.Equal(XdpAction.Pass, passing.Verdict(Frames.Udp4(), 9));
        Assert.Equal(1UL, passing.Count("trace_pass_pcpu_map", Frames.Number(9)));
    }

    [Theory, MemberData(nameof(Sets))]
    public void A_set_forgets_after_its_time(string engine, string name, string map)
    {
        using var function = FunctionUnderTest.On(engine, Package, name, spec => spec.WithText($"{name}_parameters", """{"timeout_ms":600000}"""));
        var packet = Frames.For(name);
        var key = name.StartsWith("ip4", StringComparison.Ordinal)
            ? Frames.Pair(Frames.Source4, Frames.Destination4) : Frames.Pair(Frames.Source6, Frames.Destination6);
        Assert.Equal(Absent, function.Value(packet, LookUp));
        Assert.Equal(Absent, function.Value(packet, Clean));
        Assert.Equal(0UL, function.Value(packet, Add));
        Assert.Equal(Exists, function.Value(packet, Add));
        Assert.Equal((0UL, 0UL), (function.Value(packet, LookUp), function.Value(packet, Clean)));
        var member = function.Get(map, key)!;
        Assert.Equal(600_000_000_000UL, BinaryPrimitives.ReadUInt64LittleEndian(member.AsSpan(8)));

        // As if it had been added for no time at all.
        function.Set(map, key, [.. member.AsSpan(0, 8), 0, 0, 0, 0, 0, 0, 0, 0]);
        Assert.Equal(Absent, function.Value(packet, LookUp));
        Assert.NotNull(function.Get(map, key));
        Assert.Equal(Absent, function.Value(packet, Clean));
        Assert.Null(function.Get(map, key));
        function.Set(map, key, [.. member.AsSpan(0, 8), 0, 0, 0, 0, 0, 0, 0, 0]);
        Assert.Equal(0UL, function.Value(packet, Add)); // what has expired does not stand in the way
        Assert.Equal(0UL, function.Value(packet, LookUp));
        Assert.Equal(XdpAction.Aborted, function.Verdict(packet, 3));
        Assert.Equal(XdpAction.Aborted, function.Verdict(Frames.Arp, LookUp));
        Assert.Equal(XdpAction.Aborted, function.Verdict(Frames.Cut(packet), LookUp));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Time_between_packets_is_measured_by_flow(string engine)
    {
        using var function = FunctionUnderTest.On(engine, Package, "lse", options: new() { CpuCount = 1 });
        foreach (var packet in new[] { Frames.Udp6(), Frames.Udp4() })
        {
            Assert.Equal(ulong.MaxValue, function.Value(packet));
            if (engine != FunctionUnderTest.Kernel) // whose packets may come to several CPUs
                Assert.NotEqual(ulong.MaxValue, function.Value(packet));
        }

        Assert.NotNull(function.Get("map_pcpu_lse", Frames.Pair("::ffff:192.0.2.1", "::ffff:192.0.2.2")));
        Assert.Equal(XdpAction.Aborted, function.Verdict(Frames.Arp));
    }

    [Fact]
    public void Time_between_packets_is_exact()
    {
        var time = new ManualTime();
        using var function = FunctionUnderTest.On("Compiled", Package, "lse", options: new() { Time = time, CpuCount = 1 });
        function.Value(Frames.Udp6());
        time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(500_000_000UL, function.Value(Frames.Udp6()));
        time.Advance(TimeSpan.FromMicroseconds(1));
        Assert.Equal(1000UL, function.Value(Frames.Udp6()));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Redirects_name_an_interface(string engine)
    {
        using var plain = FunctionUnderTest.On(engine, Package, "redirect");
        Assert.Equal(XdpAction.Redirect, plain.Verdict(Frames.Udp6(), 5));
        using var layer2 = FunctionUnderTest.On(engine, Package, "l2_redirect");
        Assert.Equal(XdpAction.Redirect, layer2.Verdict(Frames.Udp6(), 5));
        Assert.Equal(XdpAction.Drop, layer2.Verdict(Frames.Udp6(), 0));
        using var cross = FunctionUnderTest.On(engine, Package, "l2xcon");
        Assert.Equal(XdpAction.Aborted, cross.Verdict(Frames.Udp6()));
        foreach (var incoming in new uint[] { 0, 1 }) // test runs of the kernel come by the loopback device
            cross.Set("l2xcon_map", Frames.Number(incoming), Frames.Number(5));
        Assert.Equal(XdpAction.Redirect, cross.Verdict(Frames.Udp6()));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Traffic_class_is_read_and_written(string engine)
    {
        foreach (var version in new[] { 6, 4 })
        {
            var packet = Classed(version, dscp: 46, ecn: 2);
            using var count = FunctionUnderTest.On(engine, Package, $"ip{version}_tos_cls");
            Assert.Equal(186UL, count.Value(packet));
            Assert.Equal(1UL, count.Count("map_tos_cls", Frames.Number(186)));
            using var set = FunctionUnderTest.On(engine, Package, $"ip{version}_set_ecn");
            Assert.Equal(0UL, set.Value(packet));
            Assert.Equal(Classed(version, dscp: 46, ecn: 3), set.Packet(packet));
            using var mark = FunctionUnderTest.On(engine, Package, version == 6 ? "mm_fwd" : "ip4_mm_fwd");
            Assert.Equal(XdpAction.Pass, mark.Verdict(packet));
            Assert.Equal(Classed(version, dscp: 0, ecn: 1), mark.Packet(packet));
            Assert.Equal(2UL, mark.Count(version == 6 ? "mm_fwd_map" : "ip4_mm_fwd_map", Frames.Number(0)));
            Assert.Equal(XdpAction.Aborted, mark.Verdict(Classed(10 - version, 0, 0)));
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public void Udp_is_found_and_its_place_kept(string engine)
    {
        using var six = FunctionUnderTest.On(engine, Package, "ip6_find_udp");
        Assert.Equal(17UL, six.Value(Frames.Udp6()));
        Assert.Equal((Frames.Link + 40, Frames.Link + 40), six.Offsets);
        Assert.Equal(17UL, six.Value(RoutingTests.Tunnelled(2)));
        Assert.Equal(Frames.Link + 40 + 56 + 40, six.Offsets.Transport);
        Assert.Equal(17UL, six.Value(ReadingTests.Marked()));
        Assert.Equal(unchecked((ulong)-2), six.Value(Frames.Ethernet().IPv6(Frames.Source6, Frames.Destination6).Tcp(1, 2, TcpFlags.Syn).ToArray()));
        Assert.Equal(0x3fff, six.Offsets.Transport);
        Assert.Equal(XdpAction.Aborted, six.Verdict(Frames.Ethernet().IPv6(Frames.Source6, Frames.Destination6).Fragment(64, false, 1, IpProtocol.Udp).Payload(20).ToArray()));
        Assert.Equal(XdpAction.Aborted, six.Verdict(Frames.Cut(Frames.Udp6(), Frames.Link + 44)));

        using var four = FunctionUnderTest.On(engine, Package, "ip4_find_udp");
        Assert.Equal(17UL, four.Value(Frames.Udp4()));
        Assert.Equal(Frames.Link + 20, four.Offsets.Transport);
        var options = new IPv4Fields(IPv4Address.Parse(Frames.Source4), IPv4Address.Parse(Frames.Destination4));
        Assert.Equal(17UL, four.Value(Frames.Ethernet().IPv4(options, options: [1, 1, 1, 0]).Udp(1, 2).ToArray()));
        Assert.Equal(Frames.Link + 24, four.Offsets.Transport);
        Assert.Equal(unchecked((ulong)-2), four.Value(Frames.Ethernet().IPv4(options with { FragmentOffset = 64 }, IpProtocol.Udp).Payload(20).ToArray()));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Numbers_of_the_application_are_kept(string engine)
    {
        using var store = FunctionUnderTest.On(engine, Package, "app_cfg_store");
        Assert.Equal(0UL, store.Value(Frames.Udp6(), 3, 4));
        Assert.Equal(Frames.Number(4), store.Get("map_app_cfg", Frames.Number(3)));
        using var load = FunctionUnderTest.On(engine, Package, "app_cfg_load");
        Assert.Equal(Absent, load.Value(Frames.Udp6(), 3));
        load.Set("map_app_cfg", Frames.Number(3), Frames.Number(uint.MaxValue));
        Assert.Equal(uint.MaxValue, load.Value(Frames.Udp6(), 3));
        Assert.Equal(Errno.None, load.Map("map_app_cfg").Delete(Frames.Number(3)));
        using var nothing = FunctionUnderTest.On(engine, Package, "app_cfg");
        Assert.Equal(0UL, nothing.Value(Frames.Udp6()));
    }

    static byte[] Classed(int version, byte dscp, byte ecn) => version == 6
        ? Frames.Ethernet().IPv6(new IPv6Fields(IPv6Address.Parse(Frames.Source6), IPv6Address.Parse(Frames.Destination6)) { Dscp = dscp, Ecn = ecn, FlowLabel = 0x54321 }).Udp(1, 2).ToArray()
        : Frames.Ethernet().IPv4(new IPv4Fields(IPv4Address.Parse(Frames.Source4), IPv4Address.Parse(Frames.Destination4)) { Dscp = dscp, Ecn = ecn }).Udp(1, 2).ToArray();
}
