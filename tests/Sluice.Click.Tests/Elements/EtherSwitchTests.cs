namespace Sluice.Click.Tests.Elements;

public sealed class EtherSwitchTests
{
    const long Second = 1_000_000_000;

    [Fact]
    public void Addresses_are_learned()
    {
        using var bench = ElementBench.Of("EtherSwitch", 3, 3);
        bench.Send(Frame(1, 2));
        Assert.Equal([0, 1, 1], Counts(bench, 3));
        bench.Send(Frame(2, 1), 1);
        Assert.Equal([1, 0, 0], Counts(bench, 3));
        bench.Send(Frame(1, 2));
        Assert.Equal([0, 1, 0], Counts(bench, 3));
        bench.Send(Frame(3, 1), 0);
        Assert.Equal([0, 0, 0], Counts(bench, 3));
        Assert.Equal("02-00-00-00-00-01 0\n02-00-00-00-00-02 1\n02-00-00-00-00-03 0", bench.Read("table"));
        bench.Send(Frame(1, 2), 2);
        bench.Send(Frame(2, 1), 1);
        Assert.Equal([0, 1, 1], Counts(bench, 3));
    }

    [Fact]
    public void Groups_are_flooded_and_come_from_nobody()
    {
        using var bench = ElementBench.Of("EtherSwitch", 3, 3);
        bench.Send(Convert.FromHexString("ffffffffffff0100000000070800"), 1);
        Assert.Equal([1, 0, 1], Counts(bench, 3));
        Assert.Equal("", bench.Read("table"));
        bench.Send([1, 2, 3]);
        Assert.Equal([0, 0, 0], Counts(bench, 3));
    }

    [Fact]
    public void What_is_silent_is_forgotten()
    {
        using var bench = ElementBench.Of("EtherSwitch(TIMEOUT 10)", 2, 2).Send(Frame(1, 2));
        bench.Router.Options.Clock.SkipTo(bench.Router.Options.Clock.Now + 11 * Second);
        Assert.Equal("", bench.Read("table"));
        _ = Counts(bench, 2);
        using var hub = ElementBench.Of("EtherSwitch(TIMEOUT 0)", 3, 3).Send(Frame(1, 2)).Send(Frame(2, 1), 1);
        Assert.Equal([1, 1, 2], Counts(hub, 3));
    }

    [Fact]
    public void A_listener_gets_a_copy_of_everything()
    {
        using var bench = ElementBench.Of("ListenEtherSwitch", 2, 3).Send(Frame(1, 2)).Send(Frame(2, 1), 1).Send(Frame(1, 2));
        Assert.Equal([1, 2, 3], Counts(bench, 3));
    }

    [Fact]
    public void The_table_survives_a_hot_swap()
    {
        using var bench = ElementBench.Of("EtherSwitch", 2, 2).Send(Frame(1, 2));
        bench.Router.Driver.Swap(bench.Router.Next(ElementBench.Text("EtherSwitch", 2, 2)));
        Assert.Equal("02-00-00-00-00-01 0", bench.Read("table"));
        bench.Write("timeout", "5");
        Assert.Equal("5", bench.Read("timeout"));
    }

    static byte[] Frame(byte from, byte to) => [2, 0, 0, 0, 0, to, 2, 0, 0, 0, 0, from, 8, 0, 1];

    static List<int> Counts(ElementBench bench, int ports) => [.. Enumerable.Range(0, ports).Select(port => bench.Receive(port).Count)];
}
