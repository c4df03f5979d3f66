using Sluice.Click.Configuration;
using Sluice.Click.Tests.Routing;

namespace Sluice.Click.Tests.Elements;

public sealed class QueueTests
{
    [Theory]
    [InlineData("Queue")]
    [InlineData("FullNoteQueue")]
    [InlineData("SimpleQueue")]
    [InlineData("NotifierQueue")]
    [InlineData("ThreadSafeQueue")]
    [InlineData("FrontDropQueue")]
    public void All_queues_hand_packets_on_in_order(string type)
    {
        using var router = TestRouter.Of($"InfiniteSource(DATA a, LIMIT 3) -> q :: {type}(10); InfiniteSource(DATA b, LIMIT 2) -> q; q -> Unqueue(ACTIVE true, LIMIT 5) -> Print(CONTENTS ASCII) -> d :: Discard")
            .Run(1_000_000);
        Assert.Equal(string.Concat("aaabb".Select(static c => $"   1 | {c}\n")), router.Output.ToString());
        Assert.Equal((0, 3, 10), (router.Count("q.length"), router.Count("q.highwater_length"), router.Count("q.capacity")));
    }

    [Theory]
    [InlineData("SimpleQueue", "aaab")]
    [InlineData("FrontDropQueue", "abbb")]
    public void A_full_queue_drops_the_newest_or_the_oldest(string type, string left)
    {
        using var router = TestRouter.Of($"InfiniteSource(DATA a, LIMIT 3) -> q :: {type}(4); InfiniteSource(DATA b, LIMIT 3) -> q; q -> s :: PullSwitch(-1) -> Unqueue(LIMIT 4) -> Print(CONTENTS ASCII) -> Discard").Run(1_000_000);
        Assert.Equal((4, 2), (router.Count("q.length"), router.Count("q.drops")));
        router.Write("s.switch", "0");
        Assert.Equal(string.Concat(left.Select(static c => $"   1 | {c}\n")), router.Run(1_000_000).Output.ToString());
    }

    [Fact]
    public void A_batch_larger_than_a_front_dropping_queue_leaves_its_end()
    {
        using var router = TestRouter.Of("InfiniteSource(LIMIT 30) -> q :: FrontDropQueue(4) -> Idle").Run();
        Assert.Equal((4, 26), (router.Count("q.length"), router.Count("q.drops")));
    }

    [Fact]
    public void MixedQueue_gives_the_newest_of_its_stack_first()
    {
        using var router = TestRouter.Of("InfiniteSource(DATA a, LIMIT 2) -> q :: MixedQueue(4) -> s :: PullSwitch(-1) -> Unqueue(LIMIT 4) -> Print(CONTENTS ASCII) -> Discard; InfiniteSource(DATA b, LIMIT 1) -> [1] q; TimedSource(1ms, c, LIMIT 2) -> [1] q").Run(5_000_000);
        Assert.Equal(1, router.Count("q.drops"));
        router.Write("s.switch", "0");
        Assert.Equal("ccba", string.Concat(router.Run(1_000_000).Output.ToString().Where(char.IsAsciiLetter)));
    }

    [Fact]
    public void Making_a_queue_smaller_drops_the_newest()
    {
        using var router = TestRouter.Of("InfiniteSource(LIMIT 30) -> q :: Queue(40) -> Idle").Run();
        router.Write("q.capacity", "10");
        Assert.Equal((10, 20, 10), (router.Count("q.length"), router.Count("q.drops"), router.Count("q.capacity")));
        router.Write("q.reset_counts");
        Assert.Equal((0, 10), (router.Count("q.drops"), router.Count("q.highwater_length")));
    }

    [Fact]
    public void Red_drops_nothing_below_all_far_above_and_some_between()
    {
        using var router = TestRouter.Of("InfiniteSource(LIMIT 3000) -> r :: RED(50, 150, 0.1, STABILITY 0, GENTLE false) -> q :: SimpleQueue(1000) -> Idle; r [1] -> d :: Discard").Run();
        var dropped = router.Count("r.drops");
        Assert.Equal(dropped, router.Count("d.count"));
        Assert.Equal(3000, dropped + router.Count("q.length"));
        Assert.InRange(router.Count("q.length"), 130, 150); // It fills slowly from 50 on, and never beyond 150.
        Assert.Equal("q", router.Read("r.queues"));
    }

    [Fact]
    public void Red_finds_queues_upstream_when_it_is_pulled()
    {
        using var router = TestRouter.Of("InfiniteSource(LIMIT 100) -> q :: Queue -> r :: RED(1000, 2000, 0.1) -> d :: Discard").Run();
        Assert.Equal((100, "q"), (router.Count("d.count"), router.Read("r.queues")));
        Assert.Contains("found no queue downstream", Assert.Throws<ConfigurationException>(() => TestRouter.Of("InfiniteSource -> RED(1, 2, 0.1) -> Discard")).Message, StringComparison.Ordinal);
    }
}
