using Sluice.Click.Configuration;
using Sluice.Click.Tests.Routing;

namespace Sluice.Click.Tests.Elements;

public sealed class SwitchingTests
{
    [Fact]
    public void Switch_pushes_to_the_output_that_a_handler_says()
    {
        using var router = TestRouter.Of("s :: InfiniteSource(LIMIT 10) -> w :: Switch(1); w -> a :: Discard; w [1] -> b :: Discard").Run();
        router.Write("w.switch", "0");
        router.Write("s.limit", "15");
        router.Run();
        router.Write("w.switch", "-1");
        router.Write("s.limit", "20");
        router.Run();
        Assert.Equal((5, 10, 20), (router.Count("a.count"), router.Count("b.count"), router.Count("s.count")));
        Assert.Throws<Sluice.Click.Handlers.HandlerException>(() => router.Write("w.switch", "2"));
    }

    [Fact]
    public void PullSwitch_pulls_from_the_input_that_a_handler_says()
    {
        using var router = TestRouter.Of("InfiniteSource(LIMIT 10) -> q :: Queue -> w :: PullSwitch(1) -> u :: Unqueue -> a :: Discard; InfiniteSource(LIMIT 20) -> Queue -> [1] w").Run(1_000_000);
        Assert.Equal((20, 10), (router.Count("a.count"), router.Count("q.length")));
        router.Write("w.switch", "0");
        router.Write("u.active", "true");
        Assert.Equal(30, router.Run(1_000_000).Count("a.count"));
    }

    [Fact]
    public void RoundRobinSwitch_goes_on_where_it_was_across_batches()
    {
        using var router = TestRouter.Of("InfiniteSource(LIMIT 100, BURST 7) -> w :: RoundRobinSwitch; w -> a :: Discard; w [1] -> b :: Discard; w [2] -> c :: Discard").Run();
        Assert.Equal((34, 33, 33), (router.Count("a.count"), router.Count("b.count"), router.Count("c.count")));
    }

    [Fact]
    public void StrideSwitch_keeps_to_its_tickets()
    {
        using var router = TestRouter.Of("InfiniteSource(LIMIT 600) -> w :: StrideSwitch(1, 2, 3); w -> a :: Discard; w [1] -> b :: Discard; w [2] -> c :: Discard").Run();
        Assert.InRange(router.Count("a.count"), 99, 101);
        Assert.InRange(router.Count("b.count"), 199, 201);
        Assert.InRange(router.Count("c.count"), 299, 301);
    }

    [Fact]
    public void RandomSwitch_and_ProbSplitter_keep_to_their_probabilities()
    {
        using var router = TestRouter.Of("InfiniteSource(LIMIT 10000) -> w :: RandomSwitch; w -> a :: Discard; w [1] -> p :: ProbSplitter(0.25) -> b :: Discard; p [1] -> c :: Discard").Run();
        Assert.InRange(router.Count("a.count"), 4_800, 5_200);
        Assert.InRange(router.Count("c.count"), 1_150, 1_350);
        Assert.Equal(10_000, router.Count("a.count") + router.Count("b.count") + router.Count("c.count"));
    }

    [Fact]
    public void HashSwitch_sends_equal_bytes_the_same_way_and_different_ones_everywhere()
    {
        using var router = TestRouter.Of("RandomSource(20, LIMIT 3000) -> w :: HashSwitch(4, 8); w -> a :: Discard; w [1] -> b :: Discard; w [2] -> c :: Discard").Run();
        Assert.All(["a", "b", "c"], name => Assert.InRange(router.Count($"{name}.count"), 850, 1150));
        using var same = TestRouter.Of("InfiniteSource(LIMIT 100) -> w :: HashSwitch(4, 8); w -> a :: Discard; w [1] -> b :: Discard; w [2] -> c :: Discard").Run();
        Assert.Equal(100, new[] { "a", "b", "c" }.Max(name => same.Count($"{name}.count")));
        using var brief = TestRouter.Of("InfiniteSource(DATA abc, LIMIT 100) -> w :: HashSwitch(4, 8); w -> a :: Discard; w [1] -> b :: Discard").Run();
        Assert.Equal(100, brief.Count("a.count"));
    }

    [Fact]
    public void PaintSwitch_goes_by_colour_and_255_goes_everywhere()
    {
        using var router = TestRouter.Of("""
            InfiniteSource(LIMIT 4) -> Paint(1) -> w :: PaintSwitch; InfiniteSource(LIMIT 5) -> Paint(255) -> w; InfiniteSource(LIMIT 6) -> Paint(9) -> w;
            w -> a :: Discard; w [1] -> b :: Discard
            """).Run();
        Assert.Equal((5, 9), (router.Count("a.count"), router.Count("b.count")));
    }

    [Fact]
    public void Suppressor_lets_each_port_pass_or_not()
    {
        using var router = TestRouter.Of("s :: InfiniteSource(LIMIT 10) -> x :: Suppressor -> a :: Discard; InfiniteSource(LIMIT 10) -> Queue -> [1] x; x [1] -> b :: Discard").Run();
        Assert.Equal((10, 10), (router.Count("a.count"), router.Count("b.count")));
        router.Write("x.active0", "false");
        router.Write("s.limit", "20");
        Assert.Equal((10, "false"), (router.Run().Count("a.count"), router.Read("x.active0")));
        router.Write("x.reset");
        router.Write("s.limit", "30");
        Assert.Equal(20, router.Run().Count("a.count"));
    }

    [Fact]
    public void Broadcast_leaves_out_the_port_that_packets_came_by()
    {
        using var router = TestRouter.Of("InfiniteSource(LIMIT 5) -> [1] x :: Broadcast -> a :: Discard; Idle -> x; x [1] -> b :: Discard; x [2] -> c :: Discard").Run();
        Assert.Equal((5, 0, 5), (router.Count("a.count"), router.Count("b.count"), router.Count("c.count")));
    }

    [Fact]
    public void Too_high_an_output_is_refused() =>
        Assert.Contains("OUTPUT: found 2", Assert.Throws<ConfigurationException>(() => TestRouter.Of("InfiniteSource -> w :: Switch(2); w -> Discard; w [1] -> Discard")).Message, StringComparison.Ordinal);
}
