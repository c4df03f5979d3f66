using System.Net;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Links;

namespace Sluice.Kernel.Tests.Links;

/// <summary>Routes through programs, between two namespaces and real stacks.</summary>
public sealed class TunnelRouteTests : IDisposable
{
    static readonly IPNetwork s_far = IPNetwork.Parse("10.99.0.0/24");

    static readonly IPAddress s_peer = IPAddress.Parse("10.11.12.2");

    readonly NetworkNamespace _space = new(), _peer = new();
    readonly KernelCollection _loaded;
    readonly int _index;

    public TunnelRouteTests()
    {
        using var engine = new KernelEngine();
        _loaded = engine.Load(Assembler.AssembleObject($"""
            .license "GPL"
            .map packets array key=4 value=8 entries=4
            {Counter("in", "lwt_in", 0)}
            {Counter("out", "lwt_out", 1)}
            {Counter("xmit", "lwt_xmit", 2)}
            {Counter("segment", "lwt_seg6local", 3)}
            .program stop section="lwt_xmit"
            r0 = 2
            exit
            .program other section="xdp"
            r0 = 2
            exit
            """));
        _space.Run("ip link add v0 type veth peer name v1");
        _space.Run($"ip link set v1 netns {_peer.Id}");
        _space.Run("ip addr add 10.11.12.1/24 dev v0");
        _space.Run("ip addr add fd00:1::1/64 dev v0 nodad");
        _space.Run("ip link set v0 up");
        _peer.Run("ip addr add 10.11.12.2/24 dev v1");
        _peer.Run("ip addr add fd00:1::2/64 dev v1 nodad");
        _peer.Run("ip link set v1 up");
        _peer.Run("ip link set lo up");
        _peer.Run("ip addr add 10.99.0.1/32 dev lo");
        _index = _space.IndexOf("v0");
    }

    public void Dispose()
    {
        _loaded.Dispose();
        _space.Dispose();
        _peer.Dispose();
    }

    [Fact]
    public void Packets_of_a_route_go_through_its_programs()
    {
        const string ping = "ping -c 3 -i 0.2 -W 1 10.99.0.1";
        var (enter, leave, xmit) = (_loaded.Programs["in"], _loaded.Programs["out"], _loaded.Programs["xmit"]);
        var route = _space.Do(() => TunnelRoute.Add(s_far, _index, [enter, leave, xmit], s_peer, headroom: 40));
        _space.Run(ping);
        Assert.Equal((0ul, 3ul, 3ul), (Count(0), Count(1), Count(2)));

        var listed = Assert.Single(_space.Do(TunnelRoute.List));
        Assert.Equal((route.InterfaceIndex, route.Destination), (listed.InterfaceIndex, listed.Destination));
        Assert.Equal(route.Programs.OrderBy(entry => entry.Key), listed.Programs.OrderBy(entry => entry.Key));
        Assert.Contains("encap bpf", _space.Run("ip route show 10.99.0.0/24"), StringComparison.Ordinal);

        var stopped = _space.Do(() => TunnelRoute.Add(s_far, _index, [_loaded.Programs["stop"]], s_peer, replace: true));
        Assert.Throws<InvalidOperationException>(() => _space.Run(ping));
        Assert.Equal("stop", Assert.Single(_space.Do(TunnelRoute.List)).Programs[ProgramType.LwtXmit]);
        _space.Do(() =>
        {
            stopped.Remove();
            Assert.Empty(TunnelRoute.List());
            Assert.Contains("there is no such route", Assert.Throws<KernelException>(stopped.Remove).Message, StringComparison.Ordinal);
            return 0;
        });
    }

    // Segments lead to where packets are sent on: a third namespace, behind the one with the program.
    [Fact]
    public void A_segment_runs_its_program()
    {
        using var end = new NetworkNamespace();
        _peer.Run("ip link add v2 type veth peer name v3");
        _peer.Run($"ip link set v3 netns {end.Id}");
        _peer.Run("ip addr add fd00:2::1/64 dev v2 nodad");
        _peer.Run("ip link set v2 up");
        end.Run("ip addr add fd00:2::2/64 dev v3 nodad");
        end.Run("ip addr add fd00:99::1/64 dev v3 nodad");
        end.Run("ip link set v3 up");
        end.Run("ip -6 route add default via fd00:2::1");
        _peer.Run("ip -6 route add fd00:99::/64 via fd00:2::2");
        Switch(_peer, "seg6_enabled", "all", "v1");
        Switch(_peer, "forwarding", "all", "v1", "v2");
        Switch(end, "seg6_enabled", "all", "v3");

        var far = _peer.IndexOf("v1");
        var route = _peer.Do(() => TunnelRoute.Add(IPNetwork.Parse("fd00:b::1/128"), far, [_loaded.Programs["segment"]]));
        _space.Run("ip -6 route add fd00:b::/64 via fd00:1::2");
        _space.Run("ip -6 route add fd00:99::/64 encap seg6 mode inline segs fd00:b::1 dev v0");
        _space.Run("ping -6 -c 3 -i 0.2 -W 5 fd00:99::1");
        Assert.Equal(3ul, Count(3));
        var listed = Assert.Single(_peer.Do(TunnelRoute.List));
        Assert.Equal((route.Destination, "segment"), (listed.Destination, listed.Programs[ProgramType.LwtSeg6Local]));
        Assert.Contains("action End.BPF", _peer.Run("ip -6 route show fd00:b::1"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_is_one_clear_error()
    {
        var (xmit, segment, other) = (_loaded.Programs["xmit"], _loaded.Programs["segment"], _loaded.Programs["other"]);
        _space.Do(() =>
        {
            Assert.Contains("expected one for lightweight tunnels", Assert.Throws<ArgumentException>(() => TunnelRoute.Add(s_far, _index, [other])).Message, StringComparison.Ordinal);
            Assert.Contains("expected it alone", Assert.Throws<ArgumentException>(() => TunnelRoute.Add(s_far, _index, [xmit, segment])).Message, StringComparison.Ordinal);
            Assert.Contains("found two programs of type", Assert.Throws<ArgumentException>(() => TunnelRoute.Add(s_far, _index, [xmit, xmit])).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => TunnelRoute.Add(s_far, _index, []));
            Assert.Throws<KernelException>(() => TunnelRoute.Add(s_far, 4711, [xmit]));
            TunnelRoute.Add(s_far, _index, [xmit]);
            Assert.Contains("there is a route to it already", Assert.Throws<KernelException>(() => TunnelRoute.Add(s_far, _index, [xmit])).Message, StringComparison.Ordinal);
            return 0;
        });
    }

    static void Switch(NetworkNamespace space, string name, params string[] devices) => space.Do(() =>
    {
        foreach (var device in devices)
            File.WriteAllText($"/proc/sys/net/ipv6/conf/{device}/{name}", "1");
        return 0;
    });

    static string Counter(string name, string section, int slot) => $"""
        .program {name} section="{section}"
        r1 = {slot}
        *(u32 *)(r10 - 4) = r1
        r2 = r10
        r2 += -4
        r1 = map[packets]
        call bpf_map_lookup_elem
        if r0 == 0 goto out
        r1 = *(u64 *)(r0 + 0)
        r1 += 1
        *(u64 *)(r0 + 0) = r1
        out:
        r0 = 0
        exit
        """;

    ulong Count(int slot) => new BpfMap<int, ulong>(_loaded.Maps["packets"])[slot];
}
