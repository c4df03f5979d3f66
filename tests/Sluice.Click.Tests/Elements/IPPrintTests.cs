using Sluice.Packets;

namespace Sluice.Click.Tests.Elements;

public sealed class IPPrintTests
{
    [Fact]
    public void Prints_what_Click_prints()
    {
        using var bench = ElementBench.Of("IPPrint(hello)");
        bench.SendIP(Samples.Udp()).SendIP(Samples.Tcp(flags: TcpFlags.Syn | TcpFlags.Ack, payload: 0, sequence: 5)).SendIP(Samples.Echo(id: 0x100))
            .SendIP(Samples.Udp()[..22]).SendIP(Samples.Udp()[..26]).SendIP(Samples.Tcp()[..30]).Send([1, 2]);
        Assert.Equal(
            [
                "hello: 0.000000: 10.0.0.1.1000 > 192.0.2.9.53: udp 16",
                "hello: 0.000000: 10.0.0.1.1000 > 192.0.2.9.80: S 5:6(1,40,40) ack 0 win 64240",
                "hello: 0.000000: 10.0.0.1 > 192.0.2.9: icmp echo (1, 256)",
                "hello: 0.000000: 10.0.0.1 > 192.0.2.9: truncated-udp",
                "hello: 0.000000: 10.0.0.1.1000 > 192.0.2.9.53: truncated-udp",
                "hello: 0.000000: 10.0.0.1.1000 > 192.0.2.9.80: truncated-tcp",
            ],
            bench.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(7, bench.Receive().Count);
    }

    [Fact]
    public void Prints_more_on_request()
    {
        using var bench = ElementBench.Of("IPPrint(TIMESTAMP false, ID true, TTL true, TOS true, LENGTH true, PAINT true, SWAP true)");
        var fields = new IPv4Fields(IPv4Address.Parse("10.0.0.1"), IPv4Address.Parse("10.0.0.2")) { Identification = 3, MoreFragments = true };
        bench.SendIP(new PacketBuilder().IPv4(fields).IcmpEcho(1, 2, reply: true).ToArray(), 0, static packet => packet.Paint = 4);
        Assert.Equal("paint 4: id 3 ttl 64 tos 0 length 28 10.0.0.1 > 10.0.0.2: icmp echo-reply (1, 2) (frag 3:8@0+)\n", bench.Output);
    }

    [Fact]
    public void Prints_contents()
    {
        using var bench = ElementBench.Of("IPPrint(TIMESTAMP false, PAYLOAD HEX)").SendIP(Samples.Udp());
        Assert.EndsWith("udp 16\n  00010203 04050607\n", bench.Output, StringComparison.Ordinal);
        using var ascii = ElementBench.Of("IPPrint(TIMESTAMP false, CONTENTS ASCII, MAXLENGTH 3)").SendIP(Samples.Udp());
        Assert.EndsWith("\n  E..\n", ascii.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Explains_unreachables()
    {
        using var bench = ElementBench.Of("IPPrint(TIMESTAMP false)");
        var original = Samples.Udp();
        bench.SendIP(new PacketBuilder().IPv4("10.0.0.9", "10.0.0.1").Icmp(IcmpType.DestinationUnreachable, 3).Payload(original).ToArray());
        bench.SendIP(new PacketBuilder().IPv4("10.0.0.9", "10.0.0.1").Icmp(IcmpType.DestinationUnreachable, 4, 1400).Payload(original).ToArray());
        bench.SendIP(new PacketBuilder().IPv4("10.0.0.9", "10.0.0.1").Icmp(IcmpType.TimeExceeded).Payload(original).ToArray());
        Assert.Equal(
            "10.0.0.9 > 10.0.0.1: icmp 192.0.2.9 unreachable port udp/53\n"
            + "10.0.0.9 > 10.0.0.1: icmp 192.0.2.9 unreachable needfrag (mtu 1400)\n"
            + "10.0.0.9 > 10.0.0.1: icmp timeexceeded transit\n",
            bench.Output);
    }

    [Fact]
    public void Is_switched_off()
    {
        using var bench = ElementBench.Of("IPPrint");
        bench.Write("active", "false");
        Assert.Equal("", bench.SendIP(Samples.Udp()).Output);
        Assert.Single(bench.Receive());
    }
}
