using System.Net;
using System.Net.Sockets;
using Sluice.Kernel.Tests;

namespace Sluice.Chains.Tests.Functions;

/// <summary>What the functions put into a tunnel, Linux's own segment routing takes out, and the other way round.</summary>
public sealed class KernelSegmentRoutingTests
{
    const int Timeout = 10_000, Port = 53, NextHeader = Frames.Link + 6, Routing = 43;

    /// <summary>A segment whose node takes IPv6 out of the tunnel (End.DX6), and one for IPv4 (End.DX4).</summary>
    const string SegmentFor6 = "fc00::6", SegmentFor4 = "fc00::4";

    public static TheoryData<string, bool> Cases => [.. FunctionUnderTest.Engines.SelectMany(engine => new[] { (engine.Data, true), (engine.Data, false) })];

    /// <summary>v0 ─ v1 [a node with segments] w0 ─ w1 [a host that receives].</summary>
    [Theory, MemberData(nameof(Cases))]
    public void A_tunnelled_packet_reaches_the_host_behind_a_node_of_the_kernel(string engine, bool isIPv6)
    {
        using var node = new NetworkNamespace();
        using var host = new NetworkNamespace();
        Connect(node, host);
        using var function = FunctionUnderTest.On(engine, "routing", "sr6_encap");
        RoutingTests.SetPolicy(function, 0, [isIPv6 ? SegmentFor6 : SegmentFor4]);
        var frame = function.Packet(isIPv6 ? Frames.Udp6(payload: "through the tunnel") : Frames.Udp4(payload: "through the tunnel"), 1, 0);
        LinkAddress(node, "v1").CopyTo(frame, 0);

        using var receiver = host.Do(() => Receiver(isIPv6));
        using var sender = node.Do(() => new Socket(AddressFamily.Packet, SocketType.Raw, 0));
        sender.SendTo(frame, new LinkEndPoint(node.IndexOf("v0")));
        var received = new byte[100];
        Assert.Equal("through the tunnel", System.Text.Encoding.ASCII.GetString(received, 0, receiver.Receive(received)));
    }

    [Theory, MemberData(nameof(FunctionUnderTest.Engines), MemberType = typeof(FunctionUnderTest))]
    public void What_the_kernel_puts_into_a_tunnel_comes_out_again(string engine)
    {
        using var node = new NetworkNamespace();
        using var host = new NetworkNamespace();
        Connect(node, host);
        node.Run("ip -6 route add 2001:db8:5::/64 encap seg6 mode encap segs fc00::e dev v1");
        node.Run("ip -6 route add fc00::e/128 dev v1");
        node.Run("ip -6 neigh add fc00::e lladdr 02:00:00:00:00:0e dev v1");

        using var capture = node.Do(() => new Socket(AddressFamily.Packet, SocketType.Raw, LinkEndPoint.All) { ReceiveTimeout = Timeout });
        capture.Bind(new LinkEndPoint(node.IndexOf("v0")));
        using var sender = node.Do(() => new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp));
        sender.SendTo(Frames.Text("out of the tunnel"), new IPEndPoint(IPAddress.Parse("2001:db8:5::1"), Port));
        var frame = Tunnelled(capture);

        using var function = FunctionUnderTest.On(engine, "routing", "seg6_decap");
        var inner = function.Packet(frame);
        Assert.Equal(0UL, function.Value(frame));
        Assert.Equal(IPAddress.Parse("2001:db8:5::1"), new IPAddress(inner.AsSpan(Frames.Link + 24, 16)));
        Assert.EndsWith("out of the tunnel", System.Text.Encoding.ASCII.GetString(inner));
    }

    static byte[] Tunnelled(Socket capture)
    {
        var buffer = new byte[2000];
        while (true)
        {
            var length = capture.Receive(buffer);
            if (length > NextHeader && buffer[NextHeader] == Routing)
                return buffer[..length];
        }
    }

    static void Connect(NetworkNamespace node, NetworkNamespace host)
    {
        foreach (var command in new[]
        {
            "sysctl -q -w net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.forwarding=1 net.ipv4.ip_forward=1 net.ipv6.conf.all.seg6_enabled=1",
            "ip link add v0 type veth peer name v1", $"ip link add w0 type veth peer name w1 netns {host.Id}",
            "ip link set lo up", "ip link set v0 up", "ip link set v1 up", "ip link set w0 up",
            "sysctl -q -w net.ipv6.conf.v1.seg6_enabled=1", "ip addr add 2001:db8:8::1/64 dev v1 nodad",
            "ip addr add 2001:db8:9::1/64 dev w0 nodad", "ip addr add 10.9.0.1/24 dev w0",
        })
            node.Run(command);
        foreach (var command in new[]
        {
            "sysctl -q -w net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0",
            "ip link set lo up", "ip link set w1 up", "ip addr add 2001:db8:9::2/64 dev w1 nodad", "ip addr add 10.9.0.2/24 dev w1",
            $"ip addr add {Frames.Destination6}/128 dev lo nodad", $"ip addr add {Frames.Destination4}/32 dev lo",
            "ip route add default via 10.9.0.1", "ip -6 route add default via 2001:db8:9::1",
        })
            host.Run(command);
        try
        {
            node.Run($"ip -6 route add {SegmentFor6}/128 encap seg6local action End.DX6 nh6 2001:db8:9::2 dev v1");
            node.Run($"ip -6 route add {SegmentFor4}/128 encap seg6local action End.DX4 nh4 10.9.0.2 dev v1");
        }
        catch (InvalidOperationException error)
        {
            Assert.Skip($"the kernel has no segment routing: {error.Message}");
        }
    }

    static Socket Receiver(bool isIPv6)
    {
        var socket = new Socket(isIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = Timeout };
        socket.Bind(new IPEndPoint(IPAddress.Parse(isIPv6 ? Frames.Destination6 : Frames.Destination4), Port));
        return socket;
    }

    static byte[] LinkAddress(NetworkNamespace space, string name)
    {
        var words = space.Run($"ip -o link show {name}").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Convert.FromHexString(words[Array.IndexOf(words, "link/ether") + 1].Replace(":", "", StringComparison.Ordinal));
    }
}
