using Sluice.Click.Tests.Routing;

namespace Sluice.Click.Tests.Elements;

public sealed class SchedulingTests
{
    const long Second = 1_000_000_000;

    const string TwoQueues = "InfiniteSource(DATA a, LIMIT 6) -> Queue -> s; InfiniteSource(DATA b, LIMIT 3) -> Queue -> [1] s";

    [Theory]
    [InlineData("RoundRobinSched", "abababaaa")]
    [InlineData("PrioSched", "aaaaaabbb")]
    [InlineData("StrideSched(2, 1)", "aabaabaab")]
    [InlineData("DRRSched(1)", "abababaaa")]
    public void Schedulers_pull_in_their_order(string type, string expected)
    {
        using var router = TestRouter.Of($"s :: {type} -> g :: PullSwitch(-1) -> u :: Unqueue(LIMIT 9) -> Print(CONTENTS ASCII) -> Discard; {TwoQueues}").Run(Second);
        router.Write("g.switch", "0");
        var order = string.Concat(router.Run(Second).Output.ToString().Where(char.IsAsciiLetter));
        if (type.StartsWith("Stride", StringComparison.Ordinal))
            Assert.Equal(order.Take(6).Count(static c => c == 'a'), expected.Take(6).Count(static c => c == 'a'));
        else
            Assert.Equal(expected, order);
    }

    [Fact]
    public void DRRSched_shares_bytes_not_packets()
    {
        using var router = TestRouter.Of("""
            s :: DRRSched(500) -> Unqueue(LIMIT 110) -> r :: Counter -> Discard;
            InfiniteSource(LENGTH 1000, LIMIT 200) -> Queue -> a :: Counter -> s; InfiniteSource(LENGTH 100, LIMIT 200) -> Queue -> b :: Counter -> [1] s
            """).Run(Second);
        Assert.InRange(router.Count("a.count"), 9, 12);
        Assert.InRange(router.Count("b.count"), 98, 101);
    }

    [Theory]
    [InlineData("RatedUnqueue(100)", 500)]
    [InlineData("BandwidthRatedUnqueue(6400)", 500)]
    [InlineData("Shaper(100) -> Unqueue", 500)]
    [InlineData("BandwidthShaper(6400Bps) -> Unqueue", 500)]
    [InlineData("Burster(100ms, 10)", 500)]
    public void Rates_are_kept_over_time(string chain, int expected)
    {
        using var router = TestRouter.Of($"InfiniteSource(LIMIT 900) -> Queue -> {chain} -> d :: Discard").Run(5 * Second);
        Assert.InRange(router.Count("d.count"), expected - 3, expected + 5);
    }

    [Fact]
    public void RatedSource_and_TimedSource_keep_their_pace()
    {
        using var router = TestRouter.Of("r :: RatedSource(RATE 50) -> a :: Discard; TimedSource(0.5) -> b :: Discard; RatedSource(RATE 10, LIMIT 7, STOP false) -> c :: Discard").Run(2 * Second);
        Assert.InRange(router.Count("a.count"), 99, 102);
        Assert.Equal((4, 7), (router.Count("b.count"), router.Count("c.count")));
        router.Write("r.rate", "10");
        var before = router.Count("a.count");
        Assert.InRange(router.Run(2 * Second).Count("a.count") - before, 19, 22);
    }

    [Fact]
    public void RatedSplitter_pushes_the_excess_to_output_1()
    {
        using var router = TestRouter.Of("RatedSource(RATE 100) -> x :: RatedSplitter(40); x -> a :: Discard; x [1] -> b :: Discard").Run(10 * Second);
        Assert.InRange(router.Count("a.count"), 395, 405);
        Assert.InRange(router.Count("b.count"), 595, 605);
    }

    [Fact]
    public void Meters_choose_by_rate()
    {
        using var router = TestRouter.Of("s :: RatedSource(RATE 100) -> m :: Meter(1000, 100000); m -> a :: Discard; m [1] -> b :: Discard; m [2] -> c :: Discard").Run(Second);
        Assert.Equal((0, 0), (router.Count("b.count"), router.Count("c.count")));
        router.Write("s.rate", "10000");
        router.Run(Second);
        Assert.True(router.Count("b.count") > 9_000);
        Assert.Equal(0, router.Count("c.count"));
    }

    [Theory]
    [InlineData("DelayUnqueue(1.5s)")]
    [InlineData("Delay(1500ms)")]
    [InlineData("DelayShaper(1.5) -> Unqueue")]
    public void Delays_hold_each_packet_for_their_time(string chain)
    {
        using var router = TestRouter.Of($"TimedSource(1s, LIMIT 3) -> Queue -> {chain} -> d :: Discard");
        Assert.Equal(0, router.Run(2_499_000_000).Count("d.count"));
        Assert.Equal(1, router.Run(1_000_000).Count("d.count"));
        Assert.Equal(3, router.Run(2 * Second).Count("d.count"));
    }

    [Fact]
    public void LinkUnqueue_takes_time_to_send_and_time_to_arrive()
    {
        using var router = TestRouter.Of("InfiniteSource(LENGTH 1000, LIMIT 10) -> Queue -> l :: LinkUnqueue(1s, 1000) -> d :: Discard");
        Assert.Equal(0, router.Run(1_999_000_000).Count("d.count"));
        Assert.Equal(1, router.Run(2_000_000).Count("d.count"));
        Assert.Equal(2, router.Count("l.size")); // One in flight, one being sent.
        Assert.Equal(10, router.Run(10 * Second).Count("d.count"));
    }

    [Fact]
    public void TimedSink_takes_one_packet_at_a_time()
    {
        using var router = TestRouter.Of("InfiniteSource(LIMIT 10) -> q :: Queue -> t :: TimedSink(0.5)").Run(2_100_000_000);
        Assert.Equal((4, 6), (router.Count("t.count"), router.Count("q.length")));
    }

    [Fact]
    public void Shares_of_time_are_kept()
    {
        using var router = TestRouter.Of("a :: InfiniteSource -> b :: Counter(COUNT_CALL 32000 stop) -> Discard; c :: InfiniteSource -> Discard; ScheduleInfo(a 2, c 0.5)").Run();
        Assert.InRange(router.Count("c.count"), 7_900, 8_100);
        Assert.Equal("2048", router.Read("a.tickets"));
    }

    [Fact]
    public void A_swap_keeps_what_schedulers_and_delays_hold()
    {
        const string Text = "TimedSource(1ms, LIMIT 10) -> Queue -> d :: DelayUnqueue(1s) -> [1] x :: Tee -> Discard";
        var text = Text.Replace("[1] x :: Tee -> Discard", "c :: Discard", StringComparison.Ordinal);
        using var router = TestRouter.Of(text).Run(Second / 2);
        router.Driver.Swap(router.Next(text.Replace("LIMIT 10", "LIMIT 0", StringComparison.Ordinal)));
        Assert.Equal(10, router.Run(2 * Second).Count("c.count"));
    }
}
