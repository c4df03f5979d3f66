using Sluice.Click.Elements;

namespace Sluice.Click.Tests.Routing;

public sealed class ThreadTests
{
    [Fact]
    public void Packets_cross_threads_through_a_queue_in_order_and_none_is_lost()
    {
        using var router = TestRouter.Of("""
            s :: InfiniteSource(LIMIT 200000) -> q :: Queue(500) -> u :: Unqueue -> c :: Counter(COUNT_CALL 200000 stop) -> d :: Discard;
            StaticThreadSched(s 0, u 1)
            """, threads: 2);
        using var guard = new Timer(_ => router.Driver.Stop(), null, 30_000, Timeout.Infinite);
        Assert.Equal(("0", "1"), (router.Read("s.home_thread"), router.Read("u.home_thread")));
        router.Driver.Run(TestContext.Current.CancellationToken);
        Assert.Equal((200_000, 0), (router.Count("d.count"), router.Count("q.drops")));
    }

    [Fact]
    public void Many_threads_push_into_a_thread_safe_queue()
    {
        using var router = TestRouter.Of("""
            a :: InfiniteSource(LIMIT 50000) -> q :: ThreadSafeQueue(200000); b :: InfiniteSource(LIMIT 50000) -> q; c :: InfiniteSource(LIMIT 50000) -> q;
            q -> u :: Unqueue -> d :: Counter(COUNT_CALL 150000 stop) -> Discard; StaticThreadSched(a 0, b 1, c 2, u 3)
            """, threads: 4);
        using var guard = new Timer(_ => router.Driver.Stop(), null, 30_000, Timeout.Infinite);
        router.Driver.Run(TestContext.Current.CancellationToken);
        Assert.Equal((150_000, 0), (router.Count("d.count"), router.Count("q.drops")));
    }

    [Fact]
    public void Threads_share_a_pool_without_losing_packets()
    {
        using var router = TestRouter.Of("""
            a :: InfiniteSource(LIMIT 100000) -> q1 :: Queue(64) -> x :: Unqueue -> q2 :: Queue(64) -> y :: Unqueue -> d :: Counter(COUNT_CALL 100000 stop) -> Discard;
            StaticThreadSched(a 0, x 1, y 0)
            """, threads: 2);
        using var guard = new Timer(_ => router.Driver.Stop(), null, 30_000, Timeout.Infinite);
        router.Driver.Run(TestContext.Current.CancellationToken);
        Assert.Equal((100_000, 0, 0), (router.Count("d.count"), router.Count("q1.drops"), router.Count("q2.drops")));
    }

    [Fact]
    public void A_swap_under_traffic_of_two_threads_loses_nothing()
    {
        const string Text = "s :: InfiniteSource(ACTIVE true) -> c :: Counter -> q :: Queue(512) -> u :: Unqueue -> d :: Discard; StaticThreadSched(s 0, u 1)";
        using var router = TestRouter.Of(Text, threads: 2);
        var run = new Thread(() => router.Driver.Run());
        run.Start();
        for (var i = 0; i < 20; i++)
        {
            router.Driver.Swap(router.Next(Text));
            Thread.Sleep(2);
        }

        router.Write("s.active", "false");
        while (router.Count("q.length") > 0)
            Thread.Sleep(1);
        router.Driver.Stop();
        run.Join();
        Assert.Equal(router.Count("c.count"), router.Count("d.count") + router.Count("q.drops") + router.Count("q.length"));
        Assert.True(router.Count("c.count") > 0);
    }

    [Fact]
    public void What_runs_between_tasks_sees_no_thread_running()
    {
        using var router = TestRouter.Of("a :: InfiniteSource -> c1 :: Counter -> Discard; b :: InfiniteSource -> c2 :: Counter -> Discard; StaticThreadSched(a 0, b 1)", threads: 2);
        var run = new Thread(() => router.Driver.Run());
        run.Start();
        for (var i = 0; i < 100; i++)
        {
            router.Driver.Invoke(() =>
            {
                var (first, second) = (router.Read("c1.count"), router.Read("c2.count"));
                Thread.SpinWait(2000);
                Assert.Equal((first, second), (router.Read("c1.count"), router.Read("c2.count")));
            });
        }

        router.Driver.Stop();
        run.Join();
    }

    [Fact]
    public void Unknown_elements_and_words_are_refused() =>
        Assert.Equal(2, Assert.Throws<Configuration.ConfigurationException>(() => TestRouter.Of("StaticThreadSched(nobody 0, x y z)")).Errors.Count);

    [Fact]
    public void All_classes_have_help_and_sound_codes() => Assert.All(ElementClasses.All, static type =>
    {
        Assert.NotEmpty(type.Summary);
        Assert.StartsWith(type.Name, type.Synopsis, StringComparison.Ordinal);
        var inputs = Configuration.PortCount.Inputs(type.Ports);
        Assert.True(inputs.Least <= inputs.Most);
        Assert.True(Configuration.PortCount.Outputs(type.Ports, inputs.Least).Most >= 0);
        Assert.Matches("^[ahl]*(/[ahl]*)?$", type.Processing);
    });
}
