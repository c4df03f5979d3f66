using System.Net;
using System.Net.Sockets;
using Sluice.Click.Routing;
using Sluice.Kernel.Tests;

namespace Sluice.Click.Tests.Programs;

/// <summary>The thesis's showcase with real traffic: a client, a firewall of two filters and a load balancer, two servers, each in a
/// namespace of its own.</summary>
public sealed class ShowcaseTests
{
    const int Burst = 20, Port = 7000, Blocked = 12345;

    // The example's own configuration, with the objects and attestations of the test's folder.
    static readonly Dictionary<string, string> s_settings = new()
    {
        ["IN"] = "rc",
        ["SERVER0"] = "r1",
        ["SERVER1"] = "r2",
        ["DIR"] = ".",
        ["RATE"] = "0",
        ["BURST"] = $"{Burst}",
        ["PORT_SIGNATURE"] = "target-port.bpf.o.attestation.json",
        ["LIMIT_SIGNATURE"] = "rate-limiter.bpf.o.attestation.json",
        ["BALANCER_SIGNATURE"] = "round-robin.bpf.o.attestation.json",
    };

    [Fact]
    public void A_firewall_and_a_load_balancer_between_a_client_and_two_servers()
    {
        using NetworkNamespace client = new(), router = new(), first = new(), second = new();
        Wire(router, client, "vc", "rc", "10.9.0.1/24", "02:00:00:00:09:01");
        Wire(router, first, "v1", "r1", "10.9.0.2/24", "02:00:00:00:09:02");
        Wire(router, second, "v2", "r2", "10.9.0.2/24", "02:00:00:00:09:02"); // Behind the balancer both are the same server.
        client.Run("ip neigh replace 10.9.0.2 lladdr 02:00:00:00:09:02 dev vc");
        using var programs = new ProgramRouter(clock: new SystemClock()).AddExample("click-chain/target-port.bpf.o").AddExample("click-chain/round-robin.bpf.o")
            .AddExample("click-chain/rate-limiter.bpf.o", null, "burst 20", "packets_per_second 0")
            .AddExample("click-chain/rate-limiter.bpf.o", "generous.bpf.o", "burst 1000", "packets_per_second 1000000");
        router.Do(() => programs.StartExample("click-chain/showcase.click", s_settings));
        var running = new Thread(() => programs.Driver.Run(TestContext.Current.CancellationToken)) { IsBackground = true };
        running.Start();
        using var one = Listen(first);
        using var two = Listen(second);
        using var sender = client.Do(() => new UdpClient(new IPEndPoint(IPAddress.Parse("10.9.0.1"), 0)));

        Send(sender, Blocked, 5);
        Send(sender, Port, Burst + 10);
        Wait(programs, "limit.runs", Burst + 10);
        Assert.Equal((5, 10), (programs.Count("port.drops"), programs.Count("limit.drops")));
        Assert.Equal((Burst / 2, Burst / 2), (Receive(one, Burst / 2), Receive(two, Burst / 2)));

        // Another limit, while the router runs: the buckets stay, and fill up quickly now.
        programs.Driver.Write("limit.reconfigure", "FILE generous.bpf.o, SET \"burst 1000\", SET \"packets_per_second 1000000\"");
        Assert.NotEqual("", programs.Read("limit.map", "buckets"));
        Send(sender, Port, 40);
        Wait(programs, "lb.runs", Burst + 40);
        Assert.Equal((20, 20), (Receive(one, 20), Receive(two, 20)));
        Assert.Equal((0, 0, 0), (programs.Count("port.aborts"), programs.Count("limit.aborts"), programs.Count("lb.aborts")));

        programs.Driver.Stop();
        running.Join();
    }

    static void Wire(NetworkNamespace router, NetworkNamespace host, string near, string far, string address, string mac)
    {
        host.Run($"ip link add {near} address {mac} type veth peer name {far} netns {router.Id}");
        host.Run($"ip link set {near} up");
        host.Run($"ip addr add {address} dev {near}");
        router.Run($"ip link set {far} up");
    }

    static UdpClient Listen(NetworkNamespace host) => host.Do(() =>
    {
        UdpClient made = new(new IPEndPoint(IPAddress.Parse("10.9.0.2"), Port));
        made.Client.ReceiveTimeout = 20_000;
        return made;
    });

    static void Send(UdpClient client, int port, int count)
    {
        for (; count > 0; count--)
            client.Send([1, 2, 3, 4], new IPEndPoint(IPAddress.Parse("10.9.0.2"), port));
    }

    // So many, and no more that are there already.
    static int Receive(UdpClient server, int count)
    {
        var from = new IPEndPoint(IPAddress.Any, 0);
        var received = 0;
        while (received < count || server.Available > 0)
            received += server.Receive(ref from).Length == 4 ? 1 : 0;
        return received;
    }

    static void Wait(ProgramRouter router, string handler, long count) =>
        Assert.True(SpinWait.SpinUntil(() => router.Count(handler) >= count, TimeSpan.FromSeconds(20)), $"{handler} is {router.Count(handler)}, expected {count}");
}
