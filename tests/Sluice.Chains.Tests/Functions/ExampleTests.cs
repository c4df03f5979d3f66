using System.Net;
using Sluice.Chains.Tests.Support;
using Sluice.Packets;
using Sluice.Runtime.Routes;

namespace Sluice.Chains.Tests.Functions;

/// <summary>The scripts of the examples do what their pages say.</summary>
public sealed class ExampleTests
{
    public static TheoryData<string> Engines => RunningScript.Forms;

    public static TheoryData<string> InProcess => RunningScript.InProcess;

    [Theory, MemberData(nameof(Engines))]
    public void Only_who_knocks_gets_in(string engine)
    {
        using var script = ExampleScript.On(engine, "port-knock");
        const string Friend = "192.0.2.7", Stranger = "192.0.2.8";
        Assert.Equal(XdpAction.Drop, script.Run(ExampleTraffic.Ssh(Friend)).Verdict);
        foreach (var port in new ushort[] { 7001, 8002, 9003 })
            Assert.Equal(XdpAction.Drop, script.Run(ExampleTraffic.Knock(Friend, port)).Verdict);
        Assert.Equal(XdpAction.Pass, script.Run(ExampleTraffic.Ssh(Friend)).Verdict);
        Assert.Equal(XdpAction.Drop, script.Run(ExampleTraffic.Ssh(Stranger)).Verdict);
        foreach (var port in new ushort[] { 7001, 9003, 8002, 9003 }) // the wrong order
            script.Run(ExampleTraffic.Knock(Stranger, port));
        Assert.Equal(XdpAction.Drop, script.Run(ExampleTraffic.Ssh(Stranger)).Verdict);
        Assert.Equal(XdpAction.Pass, script.Run(ExampleTraffic.Knock(Stranger, 53)).Verdict); // other traffic is not concerned
        Assert.Equal(XdpAction.Pass, script.Run(Frames.Udp6()).Verdict);
        Assert.Equal(XdpAction.Pass, script.Run(Frames.Arp).Verdict);
    }

    [Theory, MemberData(nameof(InProcess))]
    public void A_rate_is_held_for_both_families(string engine)
    {
        var time = new ManualTime();
        using var script = ExampleScript.On(engine, "rate-limit", new() { Time = time });
        var passed = (V4: 0, V6: 0, Slow: 0);
        for (var millisecond = 0; millisecond < 2000; millisecond++, time.Advance(TimeSpan.FromMilliseconds(1)))
        {
            passed.V4 += script.Run(Frames.Udp4()).Verdict == XdpAction.Pass ? 1 : 0;
            passed.V6 += script.Run(Frames.Udp6()).Verdict == XdpAction.Pass ? 1 : 0;
            if (millisecond % 20 == 0)
                passed.Slow += script.Run(Frames.Udp4("192.0.2.9")).Verdict == XdpAction.Pass ? 1 : 0;
        }

        Assert.Equal((10 + 200 - 1, 10 + 200 - 1, 100), passed); // a burst and 100 a second; who keeps to it loses nothing
        Assert.Equal((ulong)(passed.V4 + passed.V6 + passed.Slow), script.Count(0));
        Assert.Equal((ulong)(4100 - passed.V4 - passed.V6 - passed.Slow), script.Count(1));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Words_in_payloads_are_found(string engine)
    {
        using var script = ExampleScript.On(engine, "dpi");
        foreach (var (packet, expected) in new[]
        {
            (Frames.Udp4(payload: "foobar?"), XdpAction.Drop), (Frames.Udp6(payload: "foobar!"), XdpAction.Drop),
            (Frames.Udp4(payload: "foo"), XdpAction.Pass), (Frames.Udp6(payload: "nothing of it"), XdpAction.Pass),
            (ExampleTraffic.Ssh(Frames.Source4), XdpAction.Pass),
        })
            Assert.Equal(expected, script.Run(packet).Verdict);
        Assert.Equal((2UL, 1UL, 3UL), (script.Count(2), script.Count(3), script.Count(1)));
    }

    [Theory, MemberData(nameof(InProcess))]
    public void Known_pairs_are_marked_and_all_are_forwarded(string engine)
    {
        using var script = ExampleScript.On(engine, "mark-forward", new() { Routes = Routes("2001:db8:2::2", "2001:db8:2::3") });
        var (verdict, marked) = script.Run(Frames.Udp6("2001:db8:1::1", "2001:db8:2::2"));
        Assert.Equal(XdpAction.Redirect, verdict);
        Assert.Equal([0x60, 0x10], marked[Frames.Link..(Frames.Link + 2)]); // version 6, traffic class 1
        Assert.Equal(63, marked[Frames.Link + 7]);
        var (other, unmarked) = script.Run(Frames.Udp6("2001:db8:1::1", "2001:db8:2::3"));
        Assert.Equal((XdpAction.Redirect, 0), (other, unmarked[Frames.Link + 1]));
        Assert.Equal(XdpAction.Pass, script.Run(Frames.Udp4()).Verdict);
        Assert.Equal((1UL, 2UL), (script.Count(1), script.Count(0)));
    }

    [Theory, MemberData(nameof(InProcess))]
    public void A_prefix_goes_through_the_tunnel(string engine)
    {
        using var script = ExampleScript.On(engine, "srv6-tunnel", new() { Routes = Routes("fc00::a") });
        foreach (var packet in new[] { Frames.Udp4(), Frames.Udp6(destination: "2001:db8:2::2") })
        {
            var (verdict, tunnelled) = script.Run(packet);
            Assert.Equal(XdpAction.Redirect, verdict);
            Assert.Equal(packet.Length + 40 + 8 + 32, tunnelled.Length);
            Assert.Equal(IPAddress.Parse("fc00::a"), new IPAddress(tunnelled.AsSpan(Frames.Link + 24, 16)));
            Assert.Equal(packet[Frames.Link..], tunnelled[(Frames.Link + 80)..]);
        }

        Assert.Equal(XdpAction.Pass, script.Run(Frames.Udp4(destination: "192.0.3.1")).Verdict);
        Assert.Equal(XdpAction.Pass, script.Run(Frames.Udp6()).Verdict);
    }

    [Theory, MemberData(nameof(InProcess))]
    public void An_attack_is_kept_away_and_sampled(string engine)
    {
        const int Attackers = 2, AttackRate = 4000, Clients = 4, ClientRate = 20, Milliseconds = 2000;
        var time = new ManualTime();
        using var script = ExampleScript.On(engine, "ddos", new() { Time = time });
        var (attacks, clients, sampled) = (0, 0, 0);
        for (var millisecond = 0; millisecond < Milliseconds; millisecond++, time.Advance(TimeSpan.FromMilliseconds(1)))
        {
            for (var sent = 0; sent < Attackers * AttackRate / 1000; sent++)
            {
                var verdict = script.Run(Frames.Udp6($"2001:db8:bad::{(sent % Attackers) + 1}")).Verdict;
                attacks += verdict == XdpAction.Pass ? 1 : 0;
                sampled += verdict == XdpAction.Redirect ? 1 : 0;
            }

            if (millisecond % (1000 / ClientRate) != 0)
                continue;
            for (var client = 0; client < Clients; client++)
                clients += script.Run(Frames.Udp6($"2001:db8:900d::{client + 1}")).Verdict == XdpAction.Pass ? 1 : 0;
        }

        Assert.Equal(Clients * ClientRate * Milliseconds / 1000, clients); // nobody else is harmed
        // The destination takes 1000 a second and 100 at once. What is over comes to 7000 a second, of which each attacker may
        // send 20 at once: a few milliseconds later both are listed.
        Assert.InRange(attacks, 100 + (Attackers * 20), 200);
        // Of those that the blacklist drops, one in 501 of each attacker goes to the collector.
        Assert.Equal(Attackers * (8000 / 501), sampled);
        Assert.Equal((ulong)((Attackers * AttackRate * Milliseconds / 1000) - attacks - sampled), script.Count(1));
        Assert.Equal((ulong)sampled, script.Count(2));
    }

    // Packets in process come by interface 0.
    static RoutingTable Routes(params string[] hosts) => new(
        [new(0, MacAddress.Parse("02:00:00:00:01:00")), new(2, MacAddress.Parse("02:00:00:00:01:02"))],
        hosts.Select(host => new Route(IPNetwork.Parse($"{host}/128"), 2)),
        hosts.Select(host => new Neighbour(IPAddress.Parse(host), 2, MacAddress.Parse("02:00:00:00:02:02"))));
}
