using Sluice.Packets;

namespace Sluice.Click.Tests.Elements;

public sealed class CheckHeaderTests
{
    [Theory]
    [InlineData("whole", "")]
    [InlineData("short", "packet too short for an IP header")]
    [InlineData("version", "IP version is not 4")]
    [InlineData("header length too small", "IP header length is wrong")]
    [InlineData("header length too large", "IP header length is wrong")]
    [InlineData("length too large", "IP length is wrong")]
    [InlineData("length too small", "IP length is wrong")]
    [InlineData("checksum", "IP checksum is wrong")]
    public void CheckIPHeader_tells_what_is_wrong(string fault, string reason)
    {
        using var bench = ElementBench.Of("CheckIPHeader(DETAILS true)", outputs: 2);
        bench.Send(Faulty(fault));
        Assert.Equal(reason.Length == 0 ? 1 : 0, bench.Receive(0).Count);
        Assert.Equal(reason.Length == 0 ? 0 : 1, bench.Receive(1).Count);
        Assert.Equal(reason.Length == 0 ? "0" : "1", bench.Read("drops"));
        if (reason.Length > 0)
        {
            Assert.Contains($"1 {reason}", bench.Read("drop_details"), StringComparison.Ordinal);
            Assert.Contains(reason, bench.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void CheckIPHeader_marks_and_cuts()
    {
        using var bench = ElementBench.Of("CheckIPHeader(14)");
        var packet = Samples.Udp();
        bench.Send([.. new byte[14], .. packet, .. new byte[18]]);
        var emitted = bench.Single();
        Assert.Equal(14 + packet.Length, emitted.Bytes.Length);
        Assert.Equal((14, 34), (emitted.Network, emitted.Transport));
        Assert.Equal("192.0.2.9", emitted.Destination.ToString());
    }

    [Theory]
    [InlineData("CheckIPHeader", true)]
    [InlineData("CheckIPHeader(0)", true)]
    [InlineData("CheckIPHeader(BADSRC 10.0.0.1)", false)]
    [InlineData("CheckIPHeader(BADSRC 10.0.0.2 10.0.0.1)", false)]
    [InlineData("CheckIPHeader(BADSRC 10.0.0.1, GOODDST 192.0.2.9)", true)]
    [InlineData("CheckIPHeader(10.0.0.1 1.2.3.4)", false)]
    [InlineData("CheckIPHeader(10.0.0.1 1.2.3.4, 0)", false)]
    [InlineData("CheckIPHeader(INTERFACES 10.0.0.2/31)", true)]
    [InlineData("CheckIPHeader(INTERFACES 10.0.0.0/31)", false)]
    [InlineData("CheckIPHeader(INTERFACES 10.0.0.0/31 192.0.2.9/24)", true)]
    public void CheckIPHeader_knows_bad_sources(string element, bool passes)
    {
        using var bench = ElementBench.Of(element).Send(Samples.Udp());
        Assert.Equal(passes ? 1 : 0, bench.Receive().Count);
    }

    [Fact]
    public void CheckIPHeader2_leaves_the_checksum()
    {
        using var bench = ElementBench.Of("CheckIPHeader2").Send(Faulty("checksum"));
        Assert.Single(bench.Receive());
    }

    [Theory]
    [InlineData("CheckUDPHeader", 17)]
    [InlineData("CheckTCPHeader", 6)]
    [InlineData("CheckICMPHeader", 1)]
    public void Transport_headers_are_checked(string element, int protocol)
    {
        byte[][] all = [Samples.Udp(), Samples.Tcp(), Samples.Echo()];
        using var bench = ElementBench.Of(element, outputs: 2);
        foreach (var packet in all)
        {
            bench.SendIP(packet);
            Assert.Equal(packet[9] == protocol ? 1 : 0, bench.Receive(0).Count);
            _ = bench.Receive(1);
            if (packet[9] != protocol)
                continue;
            // Any changed byte of segment or address is found; a shorter packet is found by its length.
            for (var at = 12; at < packet.Length; at++)
            {
                var bad = packet.AsSpan().ToArray();
                bad[at] ^= 0x10;
                bench.SendIP(bad);
                if (protocol == 1 && at < 20)
                    Assert.Single(bench.Receive(0)); // ICMP's checksum does not cover addresses.
                else
                    Assert.True(bench.Receive(1).Count == 1, $"byte {at}");
                bench.SendIP(packet[..at]);
                Assert.Empty(bench.Receive(0));
                _ = bench.Receive(1);
            }
        }

        bench.Send([1, 2, 3]);
        Assert.Single(bench.Receive(1));
    }

    [Fact]
    public void A_UDP_checksum_of_zero_is_none()
    {
        using var bench = ElementBench.Of("CheckUDPHeader");
        bench.SendIP(new PacketBuilder().IPv4("10.0.0.1", "10.0.0.2").Udp(1, 2, checksum: false).Payload(5).ToArray());
        Assert.Single(bench.Receive());
    }

    [Fact]
    public void Counts_survive_a_hot_swap()
    {
        using var bench = ElementBench.Of("CheckIPHeader").Send([1]);
        bench.Router.Driver.Swap(bench.Router.Next(ElementBench.Text("CheckIPHeader")));
        Assert.Equal("1", bench.Read("drops"));
    }

    internal static byte[] Faulty(string fault)
    {
        var packet = Samples.Udp();
        switch (fault)
        {
            case "short":
                return packet[..19];
            case "version":
                packet[0] = 0x65;
                break;
            case "header length too small":
                packet[0] = 0x44;
                break;
            case "header length too large":
                packet[0] = 0x4f;
                break;
            case "length too large":
                packet[3]++;
                break;
            case "length too small":
                packet[3] = 19;
                break;
            case "checksum":
                packet[11] ^= 1;
                break;
        }

        return packet;
    }
}
