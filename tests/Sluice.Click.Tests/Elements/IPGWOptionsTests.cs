using Sluice.Packets;

namespace Sluice.Click.Tests.Elements;

public sealed class IPGWOptionsTests
{
    [Theory]
    [InlineData("0707040000000000", "0707080a07070700")]
    [InlineData("01070704000000000000000000000000", "010707080a0707070000000000000000")]
    [InlineData("0707080a09090900", "0707080a09090900")]
    [InlineData("440c0d01000000000000000000000000", "440c0d11000000000000000000000000")]
    [InlineData("44080500000000000000000000000000", "44080900000003e80000000000000000")]
    [InlineData("440c0501000000000000000000000000", "440c0d010a070707000003e800000000")]
    [InlineData("440c05030a0808080000000000000000", "440c0d030a080808000003e800000000")]
    [InlineData("440c05030a0909090000000000000000", "440c05030a0909090000000000000000")]
    [InlineData("94040000", "94040000")]
    public void Options_before_and_after(string before, string after)
    {
        using var bench = Send(before);
        var emitted = bench.Single();
        Assert.Equal(after, Convert.ToHexStringLower(emitted.IP().Options));
    }

    [Theory]
    [InlineData("07ff0400", 21)]
    [InlineData("07010400", 21)]
    [InlineData("07020000", 21)]
    [InlineData("07040300", 22)]
    [InlineData("0707060000000000", 22)]
    [InlineData("44030000", 21)]
    [InlineData("44080400", 21)]
    [InlineData("4408040000000000", 22)]
    [InlineData("4408050200000000", 23)]
    [InlineData("440809f000000000", 23)]
    public void A_wrong_option_is_pointed_at(string options, byte pointer)
    {
        using var bench = Send(options);
        Assert.Equal(pointer, bench.Single(1).Annotations[17]);
        Assert.Equal("1", bench.Read("drops"));
    }

    static ElementBench Send(string options)
    {
        var bench = ElementBench.Of("IPGWOptions(10.7.7.7, 10.8.8.8)", outputs: 2);
        bench.Router.Options.Clock.SkipTo(Click.Routing.VirtualClock.DefaultStart + 1_000_000_000);
        var fields = new IPv4Fields(IPv4Address.Parse("10.0.0.1"), IPv4Address.Parse("10.0.0.2"));
        return bench.SendIP(new PacketBuilder().IPv4(fields, IpProtocol.Udp, Convert.FromHexString(options)).Payload(4).ToArray());
    }
}
