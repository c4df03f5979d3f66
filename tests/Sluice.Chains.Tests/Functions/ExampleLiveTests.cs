using System.Net;
using System.Net.Sockets;
using Sluice.Chains.Deployment;
using Sluice.Chains.Tests.Support;
using Sluice.Kernel.Tests;

namespace Sluice.Chains.Tests.Functions;

/// <summary>The examples do under real traffic between namespaces what their pages say, interpreted and compiled.</summary>
public sealed class ExampleLiveTests
{
    const int Port = 5000;

    public static TheoryData<ChainTier> Tiers => [ChainTier.Interpreted, ChainTier.Compiled];

    public static TheoryData<ChainTier, bool> Families => [.. Tiers.SelectMany(tier => new[] { (tier.Data, true), (tier.Data, false) })];

    [Theory, MemberData(nameof(Tiers))]
    public void Only_who_knocks_gets_in(ChainTier tier)
    {
        using var live = new LiveHost();
        live.Number(1, 9);
        live.Attach(ExampleScript.Compile("port-knock"), tier);
        using var server = live.Host.Do(() =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Any, 22));
            socket.Listen();
            return socket;
        });
        Assert.False(GetsIn("192.0.2.1", LiveHost.Moment));
        live.Outside.Run("ping -c 2 -i 0.01 -W 5 192.0.2.2"); // other traffic is not concerned
        foreach (var (source, ports) in new (string, int[])[] { ("192.0.2.9", [7001, 9003, 8002, 9003]), ("192.0.2.1", [7001, 8002, 9003]) })
        {
            using var knocks = LiveHost.Datagrams(live.Outside, source, 0);
            foreach (var port in ports)
                knocks.SendTo([1], new IPEndPoint(IPAddress.Parse("192.0.2.2"), port));
        }

        Assert.True(GetsIn("192.0.2.1", LiveHost.Patience));
        Assert.False(GetsIn("192.0.2.9", LiveHost.Moment));

        bool GetsIn(string source, int patience) => live.Outside.Do(() =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(source), 0));
            using var limit = new CancellationTokenSource(patience);
            try
            {
                socket.ConnectAsync(new IPEndPoint(IPAddress.Parse("192.0.2.2"), 22), limit.Token).AsTask().GetAwaiter().GetResult();
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        });
    }

    [Theory, MemberData(nameof(Families))]
    public void Words_in_payloads_are_found(ChainTier tier, bool isIPv6)
    {
        using var live = new LiveHost();
        live.Number(1);
        live.Attach(ExampleScript.Compile("dpi"), tier);
        var (source, destination) = isIPv6 ? ("2001:db8::1", "2001:db8::2") : ("192.0.2.1", "192.0.2.2");
        using var receiver = LiveHost.Datagrams(live.Host, destination, Port);
        using var sender = LiveHost.Datagrams(live.Outside, source, 0);
        foreach (var text in new[] { "foobar!", "foobar", "foobaz!", "foobar?", "end" })
            sender.SendTo(Frames.Text(text), new IPEndPoint(IPAddress.Parse(destination), Port));
        Assert.Equal(["foobar", "foobaz!", "end"], Enumerable.Range(0, 3).Select(_ => Text(receiver)));
        Assert.Equal((2UL, 1UL), (live.Count(2), live.Count(3)));
    }

    [Theory, MemberData(nameof(Families))]
    public void A_rate_is_held(ChainTier tier, bool isIPv6)
    {
        const int datagrams = 2000, burst = 10;
        using var live = new LiveHost();
        live.Number(1, 9);
        live.Attach(ExampleScript.Compile("rate-limit"), tier);
        var (source, slow, destination) = isIPv6 ? ("2001:db8::1", "2001:db8::9", "2001:db8::2") : ("192.0.2.1", "192.0.2.9", "192.0.2.2");
        using var receiver = LiveHost.Datagrams(live.Host, destination, Port);
        using var sender = LiveHost.Datagrams(live.Outside, source, 0);
        live.Outside.Run($"ping -c 1 -W 5 -I {source} {destination}"); // the neighbours know each other
        for (var sent = 0; sent < datagrams; sent++)
            sender.SendTo([1], new IPEndPoint(IPAddress.Parse(destination), Port));
        Assert.True(SpinWait.SpinUntil(() => live.Count(0) + live.Count(1) >= datagrams, LiveHost.Patience));
        var passed = 0;
        for (var buffer = new byte[10]; receiver.Available > 0; passed++)
            receiver.Receive(buffer);
        Assert.InRange(passed, burst - 2, datagrams / 2); // what a burst leaves, and a hundred for each second that the sending took
        Assert.InRange((int)live.Count(1), datagrams / 2, datagrams);
        // Who keeps to the rate loses nothing.
        Assert.Contains(" 0% packet loss", live.Outside.Run($"ping -c 10 -i 0.02 -W 5 -I {slow} {destination}"));
    }

    [Theory, MemberData(nameof(Tiers))]
    public void An_attack_is_kept_away_and_sampled(ChainTier tier)
    {
        const int attack = 40_000, batch = 2_000;
        using var live = new LiveHost();
        live.Number(1);
        // The script names its collector by number.
        live.Host.Run("ip link add c0 index 6 type veth peer name c1");
        live.Host.Run("ip link set c0 addrgenmode none up");
        live.Host.Run("ip link set c1 addrgenmode none up");
        live.AcceptRedirected(live.Host, "c1");
        live.AcceptRedirected(live.Outside, "o0");
        live.Attach(ExampleScript.Compile("ddos"), tier);
        Assert.Contains(" 0% packet loss", live.Outside.Run("ping -c 5 -i 0.02 -W 5 2001:db8::2"));
        var flood = Frames.Udp6("2001:db8:bad::1", "2001:db8::2");
        for (var sent = 0; sent < attack; sent += batch)
            live.Flood(flood, batch);
        Assert.True(SpinWait.SpinUntil(() => live.Count(1) > attack / 2, LiveHost.Patience), $"{live.Count(0)} passed, {live.Count(1)} dropped");
        Assert.InRange((int)live.Count(2), attack / 501 / 2, (attack / 501) + 2);
        Assert.True(SpinWait.SpinUntil(() => Received(live.Host, "c1") >= (long)live.Count(2), LiveHost.Patience), $"{Received(live.Host, "c1")} collected of {live.Count(2)}");
        Assert.Contains(" 0% packet loss", live.Outside.Run("ping -c 10 -i 0.02 -W 5 2001:db8::2"));
    }

    [Theory, MemberData(nameof(Tiers))]
    public void Known_pairs_are_marked_and_all_are_forwarded(ChainTier tier)
    {
        using var live = new LiveHost();
        using var far = new NetworkNamespace();
        LiveHost.Prepare(far);
        live.Host.Run($"ip link add h1 type veth peer name f0 netns {far.Id}");
        live.Host.Run("ip link set h1 up");
        far.Run("ip link set f0 up");
        foreach (var address in new[] { "2001:db8:1::1", "2001:db8:1::9" })
            live.Outside.Run($"ip addr add {address}/64 dev o0 nodad");
        live.Host.Run("ip addr add 2001:db8:1::ff/64 dev h0 nodad");
        live.Host.Run("ip addr add 2001:db8:2::ff/64 dev h1 nodad");
        far.Run("ip addr add 2001:db8:2::2/64 dev f0 nodad");
        live.Outside.Run("ip -6 route add default via 2001:db8:1::ff");
        far.Run("ip -6 route add default via 2001:db8:2::ff");
        live.AcceptRedirected(far, "f0");
        live.Attach(ExampleScript.Compile("mark-forward"), tier);
        live.Outside.Run("ping -c 1 -W 5 2001:db8:2::2"); // all know their neighbours then
        using var capture = far.Do(() => new Socket(AddressFamily.Packet, SocketType.Raw, LinkEndPoint.All) { ReceiveTimeout = LiveHost.Patience });
        capture.Bind(new LinkEndPoint(far.IndexOf("f0")));
        foreach (var (source, mark) in new (string, int)[] { ("2001:db8:1::1", 0x10), ("2001:db8:1::9", 0x00) })
        {
            Assert.Contains(" 0% packet loss", live.Outside.Run($"ping -c 3 -i 0.02 -W 5 -I {source} 2001:db8:2::2"));
            var request = EchoRequest(capture, source);
            Assert.Equal((0x60, mark), (request[Frames.Link], request[Frames.Link + 1] & 0xf0)); // the flow's label follows
            Assert.Equal(63, request[Frames.Link + 7]);
        }

        Assert.InRange(live.Count(1), 3UL, live.Count(0) - 3);
    }

    [Theory, MemberData(nameof(Families))]
    public void A_prefix_goes_through_the_tunnel(ChainTier tier, bool isIPv6)
    {
        using var live = new LiveHost();
        using var node = new NetworkNamespace();
        using var end = new NetworkNamespace();
        LiveHost.Prepare(node);
        LiveHost.Prepare(end);
        live.Host.Run($"ip link add h1 type veth peer name n0 netns {node.Id}");
        node.Run($"ip link add n1 type veth peer name e0 netns {end.Id}");
        live.Outside.Run("ip addr add 2001:db8:1::1/64 dev o0 nodad");
        live.Outside.Run("ip addr add 10.1.0.1/24 dev o0");
        live.Host.Run("ip addr add 2001:db8:1::ff/64 dev h0 nodad");
        live.Host.Run("ip addr add 10.1.0.254/24 dev h0");
        live.Host.Run("ip addr add fd00:1::1/64 dev h1 nodad");
        live.Host.Run("ip addr add 10.2.0.1/24 dev h1");
        live.Host.Run("ip link set h1 up");
        node.Run("ip addr add fd00:1::2/64 dev n0 nodad");
        node.Run("ip addr add 10.2.0.2/24 dev n0");
        node.Run("ip addr add 2001:db8:2::ff/64 dev n1 nodad");
        node.Run("ip addr add 192.0.2.254/24 dev n1");
        node.Run("ip link set n0 up");
        node.Run("ip link set n1 up");
        end.Run("ip addr add 2001:db8:2::2/64 dev e0 nodad");
        end.Run("ip addr add 192.0.2.2/24 dev e0");
        end.Run("ip link set e0 up");
        live.Outside.Run("ip -6 route add default via 2001:db8:1::ff");
        live.Outside.Run("ip route add default via 10.1.0.254");
        live.Host.Run("ip -6 route add fc00::a/128 via fd00:1::2");
        end.Run("ip -6 route add default via 2001:db8:2::ff");
        end.Run("ip route add default via 192.0.2.254");
        node.Run("ip -6 route add 2001:db8:1::/64 via fd00:1::1");
        node.Run("ip route add 10.1.0.0/24 via 10.2.0.1");
        node.Run("sysctl -q -w net.ipv6.conf.all.seg6_enabled=1 net.ipv6.conf.n0.seg6_enabled=1");
        try
        {
            node.Run("ip -6 route add fc00::a/128 encap seg6local action End dev n0");
            node.Run($"ip -6 route add fc00::b/128 encap seg6local action {(isIPv6 ? "End.DX6 nh6 2001:db8:2::2" : "End.DX4 nh4 192.0.2.2")} dev n0");
        }
        catch (InvalidOperationException error)
        {
            Assert.Skip($"the kernel has no segment routing: {error.Message}");
        }

        live.Host.Run("ping -c 1 -W 5 fd00:1::2");
        live.AcceptRedirected(node, "n0");
        live.Attach(ExampleScript.Compile("srv6-tunnel"), tier);
        // Echoes, of which no device leaves the checksum to another: the answers come back past the tunnel.
        Assert.Contains(" 0% packet loss", live.Outside.Run($"ping -c 3 -i 0.02 -W 5 {(isIPv6 ? "2001:db8:2::2" : "192.0.2.2")}"));
        Assert.Contains(" 0% packet loss", live.Outside.Run($"ping -c 2 -i 0.02 -W 5 {(isIPv6 ? "2001:db8:1::ff" : "10.1.0.254")}")); // all else passes
    }

    static string Text(Socket socket)
    {
        var buffer = new byte[100];
        return System.Text.Encoding.ASCII.GetString(buffer, 0, socket.Receive(buffer));
    }

    static byte[] EchoRequest(Socket capture, string source)
    {
        const int next = Frames.Link + 6, type = Frames.Link + 40;
        var buffer = new byte[2000];
        while (true)
        {
            var length = capture.Receive(buffer);
            if (length > type && buffer[next] == 58 && buffer[type] == 128 && Frames.Address(source).AsSpan().SequenceEqual(buffer.AsSpan(Frames.Link + 8, 16)))
                return buffer[..length];
        }
    }

    static long Received(NetworkNamespace space, string device)
    {
        using var links = System.Text.Json.JsonDocument.Parse(space.Run($"ip -s -j link show {device}"));
        return links.RootElement[0].GetProperty("stats64").GetProperty("rx").GetProperty("packets").GetInt64();
    }
}
