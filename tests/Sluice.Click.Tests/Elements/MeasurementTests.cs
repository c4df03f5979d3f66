using Sluice.Click.Tests.Routing;

namespace Sluice.Click.Tests.Elements;

public sealed class MeasurementTests
{
    const long Second = 1_000_000_000;

    [Fact]
    public void Counter_measures_rates()
    {
        using var router = TestRouter.Of("RatedSource(RATE 1000, LENGTH 100) -> c :: Counter -> Discard").Run(2 * Second);
        Assert.InRange(double.Parse(router.Read("c.rate"), System.Globalization.CultureInfo.InvariantCulture), 700, 1300);
        Assert.InRange(double.Parse(router.Read("c.bit_rate"), System.Globalization.CultureInfo.InvariantCulture), 560_000, 1_040_000);
        router.Write("c.reset");
        Assert.Equal(0, router.Count("c.count"));
    }

    [Fact]
    public void A_rate_fades_when_packets_stop()
    {
        using var router = TestRouter.Of("RatedSource(RATE 1000, LIMIT 1000) -> c :: Counter -> Discard").Run(3 * Second);
        Assert.Equal("0", router.Read("c.rate"));
    }

    [Fact]
    public void AverageCounter_says_the_average_since_the_first_packet()
    {
        using var router = TestRouter.Of("RatedSource(RATE 100, LENGTH 100) -> a :: AverageCounter -> Discard").Run(10 * Second);
        Assert.InRange(double.Parse(router.Read("a.rate"), System.Globalization.CultureInfo.InvariantCulture), 99, 101);
        Assert.InRange(double.Parse(router.Read("a.byte_rate"), System.Globalization.CultureInfo.InvariantCulture), 9_900, 10_100);
    }

    [Fact]
    public void TimestampAccum_sums_up_how_long_packets_took()
    {
        using var router = TestRouter.Of("TimedSource(1s, LIMIT 4) -> Queue -> DelayUnqueue(2s) -> t :: TimestampAccum -> Discard").Run();
        Assert.Equal((4, "0"), (router.Count("t.count"), router.Read("t.average_time"))); // A delay moves the timestamp on.
        using var other = TestRouter.Of("TimedSource(1s, LIMIT 4) -> SetTimestamp -> Queue -> TimedSinkless :: RatedUnqueue(1) -> t :: TimestampAccum -> Discard").Run();
        Assert.Equal(4, other.Count("t.count"));
    }

    [Fact]
    public void A_byte_count_calls_a_handler_once()
    {
        using var router = TestRouter.Of("s :: InfiniteSource(LENGTH 100) -> c :: Counter(BYTE_COUNT_CALL 9600 s.active false) -> d :: Discard").Run();
        Assert.Equal(96, router.Count("d.count"));
    }
}
