using Sluice.Click.Configuration;
using Sluice.Click.Elements.Routing;
using Sluice.Packets;

namespace Sluice.Click.Tests.Elements;

public sealed class RouteTableTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("RadixIPLookup")]
    [InlineData("DirectIPLookup")]
    [InlineData("LinearIPLookup")]
    [InlineData("RangeIPLookup")]
    public void Routes_come_and_go(string type)
    {
        using var bench = ElementBench.Of(type, outputs: 3);
        Step("add", "18.26/16 1.0.0.1 0", "0 1.0.0.1");
        Step("add", "18.26.0/18 2.0.0.2 1", "1 2.0.0.2");
        Step("add", "18.26.0/17 3.0.0.3 2", "1 2.0.0.2");
        Step("remove", "18.26.0/18 2.0.0.2 1", "2 3.0.0.3");
        Step("remove", "18.26.0/16 1.0.0.1 0", "2 3.0.0.3");
        Step("add", "18.26.0/12 4.0.0.4 0", "2 3.0.0.3");
        Step("remove", "18.26.0/17", "0 4.0.0.4");
        Step("add", "18.26.4.9/32 5.0.0.5 0", "0 5.0.0.5");
        Step("remove", "18.26.4.9/32 5.0.0.5 0", "0 4.0.0.4");
        Assert.Contains("conflict with existing route '18.16.0.0/12 4.0.0.4 0'",
            Assert.ThrowsAny<Exception>(() => bench.Write("add", "18.26.0/12 6.0.0.6 0")).Message, StringComparison.Ordinal);
        Step("set", "18.26.0/12 7.0.0.7 0", "0 7.0.0.7");
        Assert.ThrowsAny<Exception>(() => bench.Write("remove", "18.26.0/12 7.0.0.8 0"));
        Step("remove", "18.26.0/12 7.0.0.7 0", "-1");
        Step("ctrl", "add 1.0.0.0/8 0\nadd 18.0.0.0/8 - 2", "2");
        Assert.ThrowsAny<Exception>(() => bench.Write("ctrl", "remove 1.0.0.0/8\nset 18.0.0.0/8 1\nadd 18.0.0.0/8 0"));
        Assert.Equal("1.0.0.0/8\t-\t0\n18.0.0.0/8\t-\t2", bench.Read("table"));

        void Step(string handler, string route, string expected)
        {
            bench.Write(handler, route);
            Assert.Equal(expected, bench.Read("lookup", "18.26.4.9"));
        }
    }

    [Fact]
    public void Packets_leave_at_their_route()
    {
        using var bench = ElementBench.Of("StaticIPLookup(10.0.0.0/8 0, 10.1.0.0/16 192.0.2.1 1, 10.1.2.3 2)", outputs: 3);
        bench.SendIP(Samples.Udp(destination: "10.9.9.9")).SendIP(Samples.Udp(destination: "10.1.9.9")).SendIP(Samples.Udp(destination: "10.1.2.3"))
            .SendIP(Samples.Udp(destination: "11.0.0.1"));
        Assert.Equal(["10.9.9.9", "192.0.2.1", "10.1.2.3"], Enumerable.Range(0, 3).Select(port => bench.Single(port).Destination.ToString()));
        Assert.Contains("no route for 11.0.0.1", bench.Output, StringComparison.Ordinal);
        Assert.ThrowsAny<Exception>(() => bench.Write("add", "12.0.0.0/8 0"));
    }

    [Theory]
    [InlineData("RadixIPLookup(10.0.0.0/8 3)", "output `3`")]
    [InlineData("RadixIPLookup(10.0.0.0/8)", "output ``")]
    [InlineData("RadixIPLookup(10.0.0.0/33 0)", "10.0.0.0/33")]
    [InlineData("RadixIPLookup(10.0.0.0/8 nobody 0)", "nobody")]
    public void Mistakes_are_explained(string element, string expected) => Assert.Contains(
        expected, Assert.Throws<ConfigurationException>(() => ElementBench.Of(element, outputs: 3)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_longest_prefix_wins_whatever_came_and_went()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var trie = new RouteTrie();
        var known = new Dictionary<IPv4Prefix, Route>();
        for (var step = 0; step < 5000; step++)
        {
            // Few different bits, so that prefixes often contain each other.
            var length = random.Next(33);
            var bits = (uint)random.Next(4) << 30 | (uint)random.Next(4) << 14 | (uint)random.Next(8) << 7 | (uint)random.Next(4);
            var prefix = new IPv4Prefix(new IPv4Address(length == 0 ? 0 : bits & uint.MaxValue << 32 - length), length);
            if (random.Next(5) < 2)
            {
                Assert.Equal(known.Remove(prefix), trie.Remove(prefix));
            }
            else
            {
                known[prefix] = new Route(prefix, default, step);
                trie.Set(known[prefix]);
            }

            for (var i = 0; i < 10; i++)
            {
                var address = (uint)random.Next(4) << 30 | (uint)random.Next(4) << 14 | (uint)random.Next(8) << 7 | (uint)random.Next(4);
                var expected = known.Values.Where(route => route.Prefix.Contains(new IPv4Address(address))).MaxBy(static route => route.Prefix.Length);
                Assert.True(expected == trie.Lookup(address), $"seed {seed}, step {step}: {new IPv4Address(address)}");
            }
        }

        Assert.Equal(known.Count, trie.Routes.Count());
    }

    [Fact]
    public void Routes_from_handlers_survive_a_hot_swap()
    {
        using var bench = ElementBench.Of("RadixIPLookup(10.0.0.0/8 0)");
        bench.Write("add", "11.0.0.0/8 0");
        bench.Router.Driver.Swap(bench.Router.Next(ElementBench.Text("RadixIPLookup(10.0.0.0/8 0)")));
        Assert.Equal("0", bench.Read("lookup", "11.0.0.1"));
        bench.Router.Driver.Swap(bench.Router.Next(ElementBench.Text("RadixIPLookup(12.0.0.0/8 0)")));
        Assert.Equal("-1", bench.Read("lookup", "11.0.0.1"));
    }
}
