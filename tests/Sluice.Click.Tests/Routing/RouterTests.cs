using Sluice.Click.Configuration;
using Sluice.Click.Handlers;

namespace Sluice.Click.Tests.Routing;

public sealed class RouterTests
{
    [Fact]
    public void Packets_go_from_a_source_through_a_counter_and_a_queue()
    {
        using var router = TestRouter.Of("s :: InfiniteSource(LIMIT 1000) -> c :: Counter -> q :: Queue(64) -> u :: Unqueue -> d :: Discard").Run();
        Assert.Equal(1000, router.Count("c.count"));
        Assert.Equal(64_000, router.Count("c.byte_count"));
        Assert.Equal(1000, router.Count("d.count"));
        Assert.Equal(0, router.Count("q.drops"));
        Assert.Equal(0, router.Count("q.length"));
        Assert.Equal("false", router.Read("u.scheduled"));
    }

    [Fact]
    public void A_full_queue_without_a_puller_stops_its_source()
    {
        using var router = TestRouter.Of("s :: InfiniteSource(LIMIT 1000) -> q :: Queue(100) -> i :: Idle").Run();
        Assert.Equal(100, router.Count("q.length"));
        Assert.Equal(100, router.Count("s.count"));
        Assert.Equal(0, router.Count("q.drops"));
        router.Write("q.reset");
        Assert.Equal(0, router.Count("q.length"));
    }

    [Fact]
    public void An_agnostic_element_pulls_between_a_queue_and_a_pulling_sink()
    {
        using var router = TestRouter.Of("InfiniteSource(LIMIT 10, LENGTH 100) -> Queue -> c :: Counter -> d :: Discard").Run();
        Assert.Equal(10, router.Count("d.count"));
        Assert.Equal(1000, router.Count("c.byte_count"));
        Assert.Contains("pull", router.Read("c.ports"), StringComparison.Ordinal);
    }

    [Fact]
    public void All_errors_of_a_configuration_are_told_at_once()
    {
        var error = Assert.Throws<ConfigurationException>(() =>
            TestRouter.Of("InfiniteSource(LIMIT x, BURTS 3, TIMESTAMP maybe) -> Queue(0) -> Unqueue(1, 2) -> Discard"));
        Assert.Equal(5, error.Errors.Count);
        Assert.Contains("test.click:1:1: InfiniteSource@1 :: InfiniteSource: LIMIT: found `x`, expected a number", error.Message, StringComparison.Ordinal);
        Assert.Contains("keyword BURTS", error.Message, StringComparison.Ordinal);
        Assert.Contains("CAPACITY: found `0`", error.Message, StringComparison.Ordinal);
        Assert.Contains("1 too many argument", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("InfiniteSource -> Unqueue -> Discard", "push", "pull", false)]
    [InlineData("InfiniteSource -> q :: Queue -> Counter -> Queue -> Discard", "found a pull input 0 and a push output 0", "expected both to push or both to pull", true)]
    [InlineData("s :: InfiniteSource; s -> Discard; s -> Discard", "output 0 is connected 2 times", "Tee", true)]
    [InlineData("q :: Queue; InfiniteSource -> q; q -> d :: Discard; InfiniteSource -> Queue -> d", "pull input 0 is connected 2 times", "RoundRobinSched", true)]
    [InlineData("InfiniteSource -> x :: NoSuchThing -> Discard", "found no element class NoSuchThing", "sluice click elements", true)]
    [InlineData("InfiniteSource -> Counter", "found 0 outputs connected", "expected 1 output", true)]
    [InlineData("i :: Idle; InfiniteSource -> [1] i", "input 0 is not connected", "Idle", true)]
    public void Connections_that_make_no_sense_are_refused(string text, string first, string second, bool wrong)
    {
        if (!wrong)
        {
            using var router = TestRouter.Of(text); // A source whose output is agnostic may be pulled.
            Assert.Contains(second, router.Read("Unqueue@2.ports"), StringComparison.Ordinal);
            return;
        }

        var error = Assert.Throws<ConfigurationException>(() => TestRouter.Of(text));
        Assert.Contains(first, error.Message, StringComparison.Ordinal);
        Assert.Contains(second, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Handlers_read_and_write_while_threads_run()
    {
        using var router = TestRouter.Of("s :: InfiniteSource -> c :: Counter -> Queue -> Unqueue -> d :: Discard", threads: 2);
        var run = new Thread(() => router.Driver.Run());
        run.Start();
        var last = 0L;
        for (var i = 0; i < 50; i++)
        {
            var count = router.Count("c.count");
            Assert.True(count >= last);
            last = count;
        }

        router.Write("s.active", "false");
        Assert.Equal("false", router.Read("s.active"));
        router.Driver.Stop();
        run.Join();
        router.Write("s.limit", "0");
        Assert.Throws<HandlerException>(() => router.Write("s.limit", "many"));
        Assert.Throws<HandlerException>(() => router.Read("s.nothing"));
        Assert.Throws<HandlerException>(() => router.Read("nobody.count"));
    }

    [Fact]
    public void A_hot_swap_keeps_counts_and_the_contents_of_queues()
    {
        using var router = TestRouter.Of("s :: InfiniteSource(LIMIT 50) -> c :: Counter -> q :: Queue -> Idle").Run();
        router.Driver.Swap(router.Next("s :: InfiniteSource(LIMIT 60) -> c :: Counter -> q :: Queue(200) -> u :: Unqueue -> d :: Discard"));
        router.Run();
        Assert.Equal(60, router.Count("c.count"));
        Assert.Equal(60, router.Count("d.count"));
    }

    [Fact]
    public void A_refused_router_leaves_the_running_one_alone()
    {
        using var router = TestRouter.Of("s :: InfiniteSource(LIMIT 50) -> c :: Counter -> Discard");
        Assert.Throws<ConfigurationException>(() => router.Next("s :: InfiniteSource(LIMIT fifty) -> c :: Counter -> Discard"));
        Assert.Equal(50, router.Run().Count("c.count"));
    }

    [Fact]
    public void A_counter_calls_a_handler_when_its_count_is_reached()
    {
        using var router = TestRouter.Of("s :: InfiniteSource -> c :: Counter(COUNT_CALL 320 s.active false) -> d :: Discard").Run();
        Assert.Equal(320, router.Count("d.count"));
    }

    [Fact]
    public void The_flat_configuration_names_all_elements_and_connections()
    {
        using var router = TestRouter.Of("s :: InfiniteSource(LIMIT 1) -> d :: Discard");
        Assert.Equal("s :: InfiniteSource(LIMIT 1);\nd :: Discard;\n\ns -> d;", router.Read("flatconfig"));
        Assert.Equal("2\ns\nd", router.Read("list"));
        Assert.Equal("userlevel", router.Read("driver"));
    }
}
