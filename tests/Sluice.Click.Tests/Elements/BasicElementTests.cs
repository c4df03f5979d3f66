using Sluice.Click.Configuration;
using Sluice.Click.Tests.Routing;

namespace Sluice.Click.Tests.Elements;

public sealed class BasicElementTests
{
    [Fact]
    public void Tee_pushes_copies_to_all_outputs()
    {
        using var router = TestRouter.Of("InfiniteSource(LIMIT 40) -> t :: Tee(3); t -> a :: Counter -> Discard; t [1] -> Paint(1) -> b :: Counter -> Discard; t [2] -> c :: Counter -> Discard").Run();
        Assert.Equal((40, 40, 40), (router.Count("a.count"), router.Count("b.count"), router.Count("c.count")));
        Assert.Throws<ConfigurationException>(() => TestRouter.Of("InfiniteSource -> t :: Tee(2); t -> Discard"));
    }

    [Fact]
    public void PullTee_gives_by_pull_and_pushes_copies()
    {
        using var router = TestRouter.Of("InfiniteSource(LIMIT 40) -> Queue -> t :: PullTee; t -> a :: Discard; t [1] -> b :: Discard").Run();
        Assert.Equal((40, 40), (router.Count("a.count"), router.Count("b.count")));
    }

    [Fact]
    public void Paint_is_checked_and_copied_by_colour()
    {
        using var router = TestRouter.Of("InfiniteSource(LIMIT 64) -> r :: RoundRobinSwitch; r -> Paint(1) -> c :: CheckPaint(1); r [1] -> p :: Paint(2) -> c; c -> t :: PaintTee(1) -> a :: Discard; t [1] -> b :: Discard; c [1] -> d :: Discard").Run();
        Assert.Equal((32, 32, 32), (router.Count("a.count"), router.Count("b.count"), router.Count("d.count")));
        router.Write("p.color", "1");
        Assert.Equal("1", router.Read("p.color"));
    }

    [Fact]
    public void Another_annotation_can_hold_the_colour()
    {
        using var router = TestRouter.Of("InfiniteSource(LIMIT 5) -> Paint(7, ANNO 20) -> CheckPaint(7, 20) -> a :: CheckPaint(0) -> b :: Discard").Run();
        Assert.Equal(5, router.Count("b.count"));
        Assert.Throws<ConfigurationException>(() => TestRouter.Of("InfiniteSource -> Paint(7, AGGREGATE) -> Discard"));
    }

    [Theory]
    [InlineData("CheckLength(64)", 5, 0)]
    [InlineData("CheckLength(63)", 0, 5)]
    [InlineData("CheckPaint(1)", 0, 5)]
    [InlineData("RandomSample(1)", 5, 0)]
    [InlineData("RandomSample(DROP 1)", 0, 5)]
    [InlineData("RandomSample(DROP 1, ACTIVE false)", 5, 0)]
    public void What_does_not_pass_goes_to_output_1(string element, int passed, int refused)
    {
        using var router = TestRouter.Of($"InfiniteSource(LIMIT 5) -> x :: {element}; x -> a :: Discard; x [1] -> b :: Discard").Run();
        Assert.Equal((passed, refused), (router.Count("a.count"), router.Count("b.count")));
        using var alone = TestRouter.Of($"InfiniteSource(LIMIT 5) -> x :: {element} -> a :: Discard").Run();
        Assert.Equal(passed, alone.Count("a.count"));
    }

    [Fact]
    public void Truncate_and_pad_change_lengths_and_remember_what_was_cut()
    {
        using var router = TestRouter.Of("InfiniteSource(LIMIT 1, LENGTH 1000) -> Truncate(100) -> a :: Counter -> CheckLength(999, EXTRA_LENGTH true) -> Discard").Run();
        Assert.Equal(100, router.Count("a.byte_count"));
        using var padded = TestRouter.Of("InfiniteSource(LIMIT 1, LENGTH 1000) -> Truncate(100) -> Pad -> a :: Counter -> Pad(1500) -> b :: Counter -> Print(CONTENTS NONE) -> Discard").Run();
        Assert.Equal((1000, 1500), (padded.Count("a.byte_count"), padded.Count("b.byte_count")));
        Assert.Equal("1500\n", padded.Output.ToString());
    }

    [Theory]
    [InlineData("Print(in)", "in:    5 | 68656c6c 6f\n")]
    [InlineData("Print(in, 2)", "in:    5 | 6865\n")]
    [InlineData("Print(CONTENTS ASCII)", "   5 | hello\n")]
    [InlineData("Print(\"a b\", CONTENTS NONE, TIMESTAMP true)", "a b: 946684800.000000000:    5\n")]
    [InlineData("Print(ACTIVE false)", "")]
    public void Print_prints_a_line_for_each_packet(string element, string expected)
    {
        using var router = TestRouter.Of($"InfiniteSource(DATA hello, LIMIT 1) -> {element} -> Discard").Run();
        Assert.Equal(expected, router.Output.ToString());
    }

    [Fact]
    public void Annotations_times_and_types_are_set()
    {
        using var router = TestRouter.Of("""
            InfiniteSource(DATA \<00>, LIMIT 1, TIMESTAMP false) -> SetAnnoByte(5, 9) -> SetPacketType(BROADCAST) -> SetTimestamp(12.5)
            -> StoreTimestamp(2) -> Print(x, BCAST true, PRINTANNO true, TIMESTAMP true) -> Discard
            """).Run();
        Assert.Equal("x: 12.500000000: bcast   10 (00000000 00090000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000) "
            + "| 00000000 000c1dcd 6500\n", router.Output.ToString());
    }

    [Fact]
    public void A_first_timestamp_gives_the_time_that_packets_took()
    {
        using var router = TestRouter.Of("TimedSource(1s, LIMIT 3) -> SetTimestamp(FIRST true) -> Queue -> DelayUnqueue(2s) -> SetTimestamp -> SetTimestamp(DELTA true) -> Print(TIMESTAMP true, CONTENTS NONE) -> Discard").Run();
        Assert.Equal("2.000000000:   64\n2.000000000:   64\n2.000000000:   64\n", router.Output.ToString());
    }

    [Theory]
    [InlineData("RandomBitErrors(0)", "00000000")]
    [InlineData("RandomBitErrors(1)", "ffffffff")]
    [InlineData("RandomBitErrors(1, clear)", "00000000")]
    [InlineData("RandomBitErrors(1, set)", "ffffffff")]
    public void Bits_are_changed_with_the_probability_said(string element, string expected)
    {
        using var router = TestRouter.Of($@"InfiniteSource(DATA \<00000000>, LIMIT 1) -> {element} -> Print -> Discard").Run();
        Assert.Equal($"   4 | {expected}\n", router.Output.ToString());
    }

    [Fact]
    public void An_eighth_of_the_bits_is_about_an_eighth()
    {
        using var router = TestRouter.Of(@"InfiniteSource(DATA \<00>, LENGTH 1000, LIMIT 10) -> RandomBitErrors(0.125) -> Print(MAXLENGTH -1) -> Discard").Run();
        var bits = router.Output.ToString().Split('\n').SelectMany(static line => line.Split('|').Skip(1)).SelectMany(static hex => hex)
            .Where(char.IsAsciiHexDigit).Sum(static digit => System.Numerics.BitOperations.PopCount(Convert.ToUInt32(digit.ToString(), 16)));
        Assert.InRange(bits, 9_500, 10_500);
    }
}
