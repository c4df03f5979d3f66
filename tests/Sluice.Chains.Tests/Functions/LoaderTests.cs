using System.Buffers.Binary;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Chains.Functions;
using Sluice.Kernel;
using Sluice.Kernel.Tests;
using Sluice.Packets;
using Sluice.Runtime;
using Sluice.Runtime.Execution;

namespace Sluice.Chains.Tests.Functions;

/// <summary>Loaders give packets to the chains that their maps say, and let all others pass.</summary>
public sealed class LoaderTests
{
    const int ChainOffset = 48, NetworkOffset = 52;
    const int None = 0;

    static readonly HashSet<string> s_shared = ["sluice_shared", "sluice_faults"];

    public static TheoryData<string> Engines => FunctionUnderTest.Engines;

    [Theory, MemberData(nameof(Engines))]
    public void By_family(string engine)
    {
        Check(engine, "ip6_simple_classifier", [("ipv6_simple_classifier_map", Frames.Number(0), 7)],
            (Frames.Udp6(), 7), (Frames.Udp4(), None), (Frames.Arp, None), (Vlan(5, Frames.Udp6()), 7));
        Check(engine, "ip46_simple_classifier", [("ip46_simp_cls_map", Frames.Number(1), 4), ("ip46_simp_cls_map", Frames.Number(2), 6)],
            (Frames.Udp6(), 6), (Frames.Udp4(), 4), (Frames.Arp, None));
        Check(engine, "ip46_simple_classifier", [("ip46_simp_cls_map", Frames.Number(2), 6)], (Frames.Udp4(), None)); // not set: passes
    }

    [Theory, MemberData(nameof(Engines))]
    public void By_destination(string engine)
    {
        Check(engine, "minimal_classifier", [("map_ipv6", Frames.Address(Frames.Destination6), 3)],
            (Frames.Udp6(), 3), (Frames.Udp6(destination: "2001:db8::3"), None), (Frames.Udp4(), None));
        Check(engine, "ip_dst_classifier",
            [
                ("ip4_dst_map", [24, 0, 0, 0, .. Frames.Address("192.0.2.0")], 1), ("ip4_dst_map", [32, 0, 0, 0, .. Frames.Address("192.0.2.2")], 2),
                ("ip6_dst_map", [32, 0, 0, 0, .. Frames.Address("2001:db8::")], 3), ("ip6_dst_map", [128, 0, 0, 0, .. Frames.Address("2001:db8::9")], 4),
            ],
            (Frames.Udp4(destination: "192.0.2.1"), 1), (Frames.Udp4(), 2), (Frames.Udp4(destination: "192.0.3.1"), None),
            (Frames.Udp6(), 3), (Frames.Udp6(destination: "2001:db8::9"), 4), (Frames.Udp6(destination: "2001:db9::"), None), (Frames.Arp, None));
    }

    [Theory, MemberData(nameof(Engines))]
    public void By_port(string engine)
    {
        var tcp = Frames.Ethernet().IPv4(Frames.Source4, Frames.Destination4).Tcp(1, 53, TcpFlags.Syn).ToArray();
        var fragment = Frames.Ethernet().IPv6(Frames.Source6, Frames.Destination6).Fragment(64, false, 1, IpProtocol.Udp).Payload(20).ToArray();
        Check(engine, "udp_port_classifier", [("udp_port_map", [53, 0], 5)],
            (Frames.Udp4(), 5), (Frames.Udp6(), 5), (ReadingTests.Marked(), 5), (tcp, None), (fragment, None), (Vlan(1, Frames.Udp4()), 5));
        Check(engine, "tcp_port_classifier", [("tcp_port_map", [53, 0], 5)], (tcp, 5), (Frames.Udp4(), None));
        foreach (var port in new ushort[] { 862, 42069 })
        {
            Check(engine, $"ip6_udport{port}_classifier", [("ip6_udport_cls_map", Frames.Number(0), 8)],
                (Frames.Ethernet().IPv6(Frames.Source6, Frames.Destination6).Udp(1, port).ToArray(), 8), (Frames.Udp6(), None),
                (Frames.Ethernet().IPv6("fd00::1", "fc00::a").SegmentRouting([IPv6Address.Parse("fc00::a")]).Udp(1, port).ToArray(), 8));
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public void By_vlan(string engine) => Check(engine, "vlan_classifier", [("vlan_map", [5, 0], 5), ("vlan_map", [0, 0], 9)],
        (Vlan(5, Frames.Udp4()), 5), (Vlan(6, Frames.Udp4()), None), (Frames.Udp4(), 9),
        (Frames.Ethernet().Vlan(5).Vlan(6).IPv4(Frames.Source4, Frames.Destination4).Udp(1, 2).ToArray(), 5));

    [Fact]
    public void By_interface()
    {
        foreach (var mode in Enum.GetNames<ExecutionMode>())
        {
            using var engine = Engine(mode);
            using var loaded = Load(engine, "interface_classifier", [("interface_map", Frames.Number(3), 7), ("interface_map", Frames.Number(0), 8)]);
            Assert.Equal(7, Chain(loaded, "interface_classifier", Frames.Arp, 3).Chain);
            Assert.Equal(8, Chain(loaded, "interface_classifier", Frames.Arp, 4).Chain);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public void What_was_left_in_the_packets_state_is_gone_with_the_next(string engine)
    {
        using var made = Engine(engine);
        using var loaded = Load(made, "ip6_simple_classifier", [("ipv6_simple_classifier_map", Frames.Number(0), 7)]);
        var shared = loaded.Maps["sluice_shared"];
        var state = new byte[shared.ValueBufferSize];
        state.AsSpan().Fill(0xff);
        Assert.Equal(Errno.None, shared.Update(new byte[4], state));
        for (var packets = 0; packets < 2 * Environment.ProcessorCount; packets++)
            Chain(loaded, "ip6_simple_classifier", Frames.Udp6());
        Assert.Equal(Errno.None, shared.Lookup(new byte[4], state));
        var cleared = Enumerable.Range(0, state.Length / shared.Spec.ValueSize).Select(cpu => state.AsSpan(cpu * shared.Spec.ValueSize, shared.Spec.ValueSize).ToArray())
            .Where(cpu => !cpu.AsSpan(16).ContainsAnyExcept((byte)0)).ToList();
        Assert.NotEmpty(cleared); // those CPUs that packets came to
        Assert.All(cleared, cpu => Assert.Equal((Frames.Link, 0, Frames.Link, 0x3fff), (Number(cpu, 0), Number(cpu, 4), Number(cpu, 8), Number(cpu, 12))));
    }

    [Theory, MemberData(nameof(Engines))]
    public void A_chain_without_a_verdict_is_counted(string engine)
    {
        using var made = Engine(engine);
        using var loaded = made.Load(PackageCatalogue.Shipped.Find("loaders", "ip6_simple_classifier")!); // on its own it has no chain
        Assert.Equal(Errno.None, loaded.Maps["ipv6_simple_classifier_map"].Update(Frames.Number(0), Frames.Number(1)));
        Assert.Equal((ulong)XdpAction.Aborted, loaded.Programs["ip6_simple_classifier"].Run(Frames.Udp6()).ReturnValue);
        var faults = new byte[loaded.Maps["sluice_faults"].ValueBufferSize];
        Assert.Equal(Errno.None, loaded.Maps["sluice_faults"].Lookup(Frames.Number(0), faults));
        Assert.Equal(1, faults.Sum(value => value));
    }

    static void Check(
        string engine, string loader, (string Map, byte[] Key, int Chain)[] entries, params ReadOnlySpan<(byte[] Packet, int Chain)> cases)
    {
        using var made = Engine(engine);
        using var loaded = Load(made, loader, entries);
        foreach (var (packet, expected) in cases)
        {
            var (verdict, chain, network) = Chain(loaded, loader, packet);
            Assert.Equal((expected == None ? XdpAction.Pass : XdpAction.Transmit, expected), (verdict, chain));
            if (expected != None)
                Assert.True(packet[network] is 0x45 or 0x60); // where an IP header begins
        }
    }

    static IBpfEngine Engine(string name)
    {
        if (name != FunctionUnderTest.Kernel)
            return new BpfRuntime(new() { Mode = Enum.Parse<ExecutionMode>(name) });
        RunningKernel.Need();
        return new KernelEngine();
    }

    static IBpfCollection Load(IBpfEngine engine, string loader, (string Map, byte[] Key, int Chain)[] entries)
    {
        var composer = new ObjectComposer(loader);
        composer.Add(PackageCatalogue.Shipped.Find("loaders", loader)!, new() { Shared = s_shared });
        composer.Add(BpfObject.Load(TestData.Find("functions/call.bpf.o")), new() { Shared = s_shared });
        var loaded = engine.Load(composer.Build());
        foreach (var (map, key, chain) in entries)
            Assert.Equal(Errno.None, loaded.Maps[map].Update(key, Frames.Number((uint)chain)));
        return loaded;
    }

    static (XdpAction Verdict, int Chain, int Network) Chain(IBpfCollection loaded, string loader, byte[] packet, int interfaceIndex = 0)
    {
        var call = loaded.Maps["call"];
        var value = new byte[call.ValueBufferSize];
        Assert.Equal(Errno.None, call.Update(new byte[4], value));
        var verdict = (XdpAction)loaded.Programs[loader].Run(packet, new() { InterfaceIndex = interfaceIndex }).ReturnValue;
        Assert.Equal(Errno.None, call.Lookup(new byte[4], value));
        return (verdict, Number(value, ChainOffset), Number(value, NetworkOffset));
    }

    static int Number(byte[] bytes, int offset) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(offset));

    static byte[] Vlan(ushort id, byte[] packet) => [.. packet.AsSpan(0, 12), 0x81, 0, (byte)(id >> 8), (byte)id, .. packet.AsSpan(12)];
}
