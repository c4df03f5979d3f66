using Sluice.Packets;

namespace Sluice.Click.Tests.Elements;

public sealed class FragmentTests
{
    [Theory]
    [InlineData(100, 60)]
    [InlineData(1480, 576)]
    [InlineData(1481, 1500)]
    [InlineData(4000, 1500)]
    [InlineData(60000, 1500)]
    [InlineData(8, 28)]
    public void What_is_divided_is_put_together_again(int payload, int mtu)
    {
        var packet = new PacketBuilder().IPv4("10.0.0.1", "10.0.0.2").Udp(1, 2).Payload(payload).ToArray();
        using var fragmenter = ElementBench.Of($"IPFragmenter({mtu})", outputs: 2).SendIP(packet);
        var fragments = fragmenter.Receive();
        Assert.All(fragments, fragment => Assert.InRange(fragment.Bytes.Length, 21, mtu));
        Assert.All(fragments, static fragment => Assert.Equal(fragment.Bytes.Length, fragment.IP().TotalLength));
        Assert.Equal("10.0.0.2", fragments[^1].Destination.ToString());
        foreach (var order in (IEnumerable<Emitted>[])[fragments, Enumerable.Reverse(fragments), fragments.Concat(fragments.Take(1))])
        {
            using var reassembler = ElementBench.Of("IPReassembler(HIMEM 1000000)");
            foreach (var fragment in order)
                reassembler.SendIP(fragment.Bytes);
            var whole = reassembler.Receive();
            Assert.Equal(packet, whole[0].Bytes);
            Assert.Equal(20, whole[0].Transport);
        }
    }

    [Fact]
    public void Options_with_the_copy_flag_are_in_every_fragment()
    {
        byte[] options = [7, 7, 4, 0, 0, 0, 0, 0x94, 4, 0, 0, 0];
        var packet = new PacketBuilder()
            .IPv4(new IPv4Fields(IPv4Address.Parse("10.0.0.1"), IPv4Address.Parse("10.0.0.2")), IpProtocol.Udp, options).Payload(100).ToArray();
        using var bench = ElementBench.Of("IPFragmenter(72)").SendIP(packet);
        var fragments = bench.Receive();
        Assert.Equal(32, fragments[0].IP().HeaderLength);
        Assert.Equal(24, fragments[1].IP().HeaderLength);
        Assert.Equal([0x94, 4, 0, 0], fragments[1].IP().Options.ToArray());
    }

    [Fact]
    public void A_packet_that_must_not_be_divided_leaves_at_the_second_output()
    {
        var fields = new IPv4Fields(IPv4Address.Parse("10.0.0.1"), IPv4Address.Parse("10.0.0.2")) { DontFragment = true };
        var packet = new PacketBuilder().IPv4(fields).Udp(1, 2).Payload(100).ToArray();
        using var bench = ElementBench.Of("IPFragmenter(60)", outputs: 2).SendIP(packet);
        Assert.Equal(packet, bench.Single(1).Bytes);
        Assert.Equal("1", bench.Read("drops"));
        using var rude = ElementBench.Of("IPFragmenter(60, false)", outputs: 2).SendIP(packet);
        Assert.Equal(3, rude.Receive().Count);
        Assert.Equal("3", rude.Read("fragments"));
    }

    [Fact]
    public void A_fragment_is_divided_further()
    {
        var fields = new IPv4Fields(IPv4Address.Parse("10.0.0.1"), IPv4Address.Parse("10.0.0.2")) { FragmentOffset = 800, MoreFragments = true };
        using var bench = ElementBench.Of("IPFragmenter(60)").SendIP(new PacketBuilder().IPv4(fields, IpProtocol.Udp).Payload(80).ToArray());
        var fragments = bench.Receive();
        Assert.Equal([800, 840], fragments.Select(static fragment => fragment.IP().FragmentOffset));
        Assert.All(fragments, static fragment => Assert.True(fragment.IP().MoreFragments));
    }

    [Fact]
    public void Bytes_that_came_first_stay()
    {
        using var bench = ElementBench.Of("IPReassembler");
        bench.SendIP(Fragment(0, true, [1, 1, 1, 1, 1, 1, 1, 1])).SendIP(Fragment(0, true, [.. Enumerable.Repeat((byte)2, 16)]))
            .SendIP(Fragment(16, false, [3]));
        Assert.Equal("0101010101010101020202020202020203", bench.Single().Hex[40..]);
    }

    [Fact]
    public void What_stays_incomplete_is_given_up()
    {
        using var bench = ElementBench.Of("IPReassembler", outputs: 2);
        bench.SendIP(Fragment(0, true, new byte[8])).SendIP(Fragment(16, true, [9, 9, 9, 9, 9, 9, 9, 9], 2));
        Assert.Equal("2", bench.Read("datagrams"));
        bench.Router.Run(45_000_000_000);
        Assert.Equal("0", bench.Read("datagrams"));
        Assert.Equal("0", bench.Read("memory"));
        // The one without a start cannot be told to its sender.
        Assert.Equal(28, bench.Single(1).Bytes.Length);
        Assert.Empty(bench.Receive());
    }

    [Fact]
    public void Memory_is_bounded()
    {
        using var bench = ElementBench.Of("IPReassembler(HIMEM 10000)");
        for (var id = 0; id < 1000; id++)
            bench.SendIP(Fragment(0, true, new byte[800], (ushort)id));
        Assert.InRange(long.Parse(bench.Read("memory")), 1, 10000);
    }

    [Theory]
    [InlineData(0, true, 7)]
    [InlineData(65528, false, 100)]
    [InlineData(8, false, 0)]
    public void Fragments_that_cannot_be_are_dropped(int offset, bool more, int length)
    {
        using var bench = ElementBench.Of("IPReassembler").SendIP(Fragment(offset, more, new byte[length]));
        Assert.Equal("0", bench.Read("datagrams"));
        Assert.Contains("1 fragments wrong", bench.Read("stats"), StringComparison.Ordinal);
    }

    [Fact]
    public void Fragments_survive_a_hot_swap()
    {
        using var bench = ElementBench.Of("IPReassembler").SendIP(Fragment(0, true, new byte[8]));
        bench.Router.Driver.Swap(bench.Router.Next(ElementBench.Text("IPReassembler")));
        bench.SendIP(Fragment(8, false, new byte[8]));
        Assert.Equal(36, bench.Single().Bytes.Length);
    }

    static byte[] Fragment(int offset, bool more, byte[] payload, ushort id = 1) => new PacketBuilder().IPv4(
        new IPv4Fields(IPv4Address.Parse("10.0.0.1"), IPv4Address.Parse("10.0.0.2"))
        {
            FragmentOffset = offset,
            MoreFragments = more,
            Identification = id,
        },
        IpProtocol.Udp).Payload(payload).ToArray();
}
