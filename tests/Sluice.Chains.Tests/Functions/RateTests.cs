using System.Buffers.Binary;
using Sluice.Bpf.Objects;
using Sluice.Runtime.Execution;

namespace Sluice.Chains.Tests.Functions;

/// <summary>Meters, token buckets and samplers.</summary>
public sealed class RateTests
{
    const ulong InProfile = 0, OutOfProfile = ulong.MaxValue;
    const int FullAt = 32, Refused = 40;

    public static TheoryData<string, string, string> Buckets => Each(("ip6_sd_tbmon", "pcpu_sd_tbmon"), ("ip6_dst_tbmon", "pcpu_tb_dst"),
        ("ip4_sd_tbmon", "ip4_sd_tbmon_map"), ("ip4_dst_tbmon", "ip4_dst_tbmon_map"));

    public static TheoryData<string, string, string> Meters => Each(("ip6_sd_meter", "pcpu_meter"), ("ip6_dst_meter", "pcpu_dst_meter"),
        ("ip4_sd_meter", "pcpu_ip4_sd_meter"), ("ip4_dst_meter", "pcpu_ip4_dst_meter"));

    public static TheoryData<string, string, string> Samplers => Each(("ip6_sd_dec2zero", "pcpu_sd_dec2zero"), ("ip4_sd_dec2zero", "pcpu_ip4_sd_dec2zero"));

    [Theory, MemberData(nameof(Buckets))]
    public void A_bucket_gives_its_burst_and_no_more(string engine, string name, string map)
    {
        using var function = FunctionUnderTest.On(engine, "meter", name, With(name, rate: 0, burst: 3));
        var packet = Frames.For(name);
        Assert.Equal([InProfile, InProfile, InProfile, OutOfProfile, OutOfProfile], Enumerable.Range(0, 5).Select(_ => function.Value(packet)));
        Assert.Equal(2UL, BinaryPrimitives.ReadUInt64LittleEndian(function.Get(map, Key(name)).AsSpan(Refused)));
        // Another flow has a bucket of its own.
        Assert.Equal(InProfile, function.Value(name.StartsWith("ip4", StringComparison.Ordinal)
            ? Frames.Udp4("192.0.2.9", "192.0.2.10") : Frames.Udp6("2001:db8::9", "2001:db8::a")));
    }

    [Theory, MemberData(nameof(Buckets))]
    public void A_flow_can_have_a_rate_of_its_own(string engine, string name, string map)
    {
        using var function = FunctionUnderTest.On(engine, "meter", name, With(name, rate: 0, burst: 1));
        var own = new byte[48];
        BinaryPrimitives.WriteUInt64LittleEndian(own.AsSpan(8), 2);
        function.Set(map, Key(name), own);
        var packet = Frames.For(name);
        Assert.Equal([InProfile, InProfile, OutOfProfile], Enumerable.Range(0, 3).Select(_ => function.Value(packet)));
    }

    [Theory, MemberData(nameof(Buckets))]
    public void A_bucket_fills_up_again(string engine, string name, string map)
    {
        using var function = FunctionUnderTest.On(engine, "meter", name, With(name, rate: 0, burst: 2));
        var packet = Frames.For(name);
        Assert.Equal([InProfile, InProfile, OutOfProfile], Enumerable.Range(0, 3).Select(_ => function.Value(packet)));
        var bucket = function.Get(map, Key(name))!;
        Assert.NotEqual(0UL, BinaryPrimitives.ReadUInt64LittleEndian(bucket.AsSpan(FullAt)));
        BinaryPrimitives.WriteUInt64LittleEndian(bucket.AsSpan(FullAt), 1); // as if that was long ago
        function.Set(map, Key(name), bucket);
        Assert.Equal([InProfile, InProfile, OutOfProfile], Enumerable.Range(0, 3).Select(_ => function.Value(packet)));
    }

    [Fact]
    public void The_rate_is_kept_to_the_packet()
    {
        foreach (var mode in Enum.GetNames<ExecutionMode>())
        {
            var time = new ManualTime();
            using var function = FunctionUnderTest.On(mode, "meter", "ip6_sd_tbmon", With("ip6_sd_tbmon", rate: 100, burst: 10), new() { Time = time });
            var packet = Frames.Udp6();
            var passed = 0;
            for (var millisecond = 0; millisecond < 10_000; millisecond++, time.Advance(TimeSpan.FromMilliseconds(1)))
                passed += function.Value(packet) == InProfile ? 1 : 0;
            Assert.Equal(10 + (100 * 10) - 1, passed); // the next token comes with the second that is no longer measured
        }
    }

    [Fact]
    public async Task One_rate_holds_for_all_cpus()
    {
        const int Threads = 4, Packets = 2000, Burst = 100;
        using var runtime = FunctionUnderTest.On(nameof(ExecutionMode.Compiled), "meter", "ip6_sd_tbmon", With("ip6_sd_tbmon", rate: 0, burst: Burst),
            new() { CpuCount = Threads });
        var packet = Frames.Udp6();
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(() =>
        {
            for (var sent = 0; sent < Packets; sent++)
                runtime.Send(packet);
        }, TestContext.Current.CancellationToken)));
        var bucket = runtime.Get("pcpu_sd_tbmon", Key("ip6_sd_tbmon"))!;
        Assert.Equal((ulong)((Threads * Packets) - Burst), BinaryPrimitives.ReadUInt64LittleEndian(bucket.AsSpan(Refused)));
    }

    [Theory, MemberData(nameof(Meters))]
    public void A_meter_counts_each_flow(string engine, string name, string map)
    {
        using var function = FunctionUnderTest.On(engine, "meter", name);
        var packet = Frames.For(name);
        for (var index = 0; index < 3; index++)
            Assert.InRange(function.Value(packet), 1UL, 3UL); // of this CPU, and the kernel may take another
        Assert.Equal(3UL, function.Count(map, Key(name)));
        Assert.Equal(XdpAction.Aborted, function.Verdict(Frames.Arp));
        Assert.Equal(XdpAction.Aborted, function.Verdict(Frames.Cut(packet)));
    }

    [Theory, MemberData(nameof(Samplers))]
    public void A_sampler_counts_down_and_begins_again(string engine, string name, string map)
    {
        using var function = FunctionUnderTest.On(engine, "sampler", name);
        var packet = Frames.For(name);
        if (engine != FunctionUnderTest.Kernel) // whose packets may come to several CPUs
            Assert.Equal([2UL, 1UL, 0UL, 2UL, 1UL, 0UL], Enumerable.Range(0, 6).Select(_ => function.Value(packet, 2)));
        else
            Assert.InRange(function.Value(packet, 2), 0UL, 2UL);
        Assert.NotNull(function.Get(map, Key(name)));
        Assert.Equal(XdpAction.Aborted, function.Verdict(Frames.Arp, 2));
    }

    static Func<BpfObject, BpfObject> With(string name, ulong rate, ulong burst) =>
        function => function.WithText($"{name}_parameters", $$"""{"rate":{{rate}},"burst":{{burst}}}""");

    static byte[] Key(string function)
    {
        var (source, destination) = function.StartsWith("ip4", StringComparison.Ordinal)
            ? (Frames.Source4, Frames.Destination4) : (Frames.Source6, Frames.Destination6);
        return function.Contains("_sd_", StringComparison.Ordinal) ? Frames.Pair(source, destination) : Frames.Address(destination);
    }

    static TheoryData<string, string, string> Each(params (string Name, string Map)[] functions) =>
        [.. FunctionUnderTest.Engines.SelectMany(engine => functions.Select(function => (engine.Data, function.Name, function.Map)))];
}
