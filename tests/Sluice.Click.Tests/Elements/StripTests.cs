namespace Sluice.Click.Tests.Elements;

public sealed class StripTests
{
    [Theory]
    [InlineData("Strip(2)", "0102030405", "030405")]
    [InlineData("Strip(5)", "0102030405", "")]
    [InlineData("Strip(6)", "0102030405", null)]
    [InlineData("Strip(0)", "0102030405", "0102030405")]
    [InlineData("StripToNetworkHeader", "0102030405", "0102030405")]
    [InlineData("EtherEncap(0x0800, 2:0:0:0:0:1, 2:0:0:0:0:2)", "45", "0200000000020200000000010800" + "45")]
    [InlineData("EtherVLANEncap(0x0800, 2:0:0:0:0:1, 2:0:0:0:0:2, 5)", "45", "020000000002020000000001810000050800" + "45")]
    [InlineData("EtherVLANEncap(0x0800, 2:0:0:0:0:1, 2:0:0:0:0:2, 5, 7)", "45", "0200000000020200000000018100e0050800" + "45")]
    [InlineData("EtherVLANEncap(0x0800, 2:0:0:0:0:1, 2:0:0:0:0:2, VLAN_ID 6, VLAN_PCP 1)", "45", "020000000002020000000001810020060800" + "45")]
    [InlineData("EtherVLANEncap(0x0800, 2:0:0:0:0:1, 2:0:0:0:0:2, 5, NATIVE_VLAN 5)", "45", "0200000000020200000000010800" + "45")]
    [InlineData("VLANEncap(9)", "0200000000020200000000010800ff", "02000000000202000000000181000009" + "0800ff")]
    [InlineData("VLANEncap(9, ETHERTYPE 0x88a8)", "0200000000020200000000010800ff", "02000000000202000000000188a80009" + "0800ff")]
    [InlineData("VLANEncap(0)", "0200000000020200000000010800ff", "0200000000020200000000010800ff")]
    [InlineData("VLANEncap(9)", "0102030405", "0102030405")]
    [InlineData("VLANDecap", "020000000002020000000001810000090800ff", "0200000000020200000000010800ff")]
    [InlineData("VLANDecap", "0200000000020200000000010800ff", "0200000000020200000000010800ff")]
    [InlineData("StripEtherVLANHeader", "020000000002020000000001810000090800ff", "ff")]
    [InlineData("StripEtherVLANHeader", "0200000000020200000000010800ff", "ff")]
    [InlineData("StripEtherVLANHeader(NATIVE_VLAN -1)", "0200000000020200000000010800ff", null)]
    [InlineData("StripEtherVLANHeader", "02000000000202000000000181000009", null)]
    [InlineData("StripEtherVLANHeader", "020000000002", null)]
    [InlineData("EtherMirror", "0200000000020200000000010800ff", "0200000000010200000000020800ff")]
    [InlineData("EtherMirror", "020000000002", "020000000002")]
    [InlineData("EtherRewrite(2:0:0:0:0:3, 2:0:0:0:0:4)", "0200000000020200000000010800ff", "0200000000040200000000030800ff")]
    [InlineData("EtherRewrite(2:0:0:0:0:3, 2:0:0:0:0:4)", "020000000002", "020000000002")]
    [InlineData("Align(4, 2)", "0102", "0102")]
    [InlineData("SetIPChecksum", "0102", null)]
    [InlineData("StripIPHeader", "0102", "0102")]
    public void Bytes_after(string element, string before, string? after)
    {
        using var bench = ElementBench.Of(element).Send(Convert.FromHexString(before));
        if (after is null)
            Assert.Empty(bench.Receive());
        else
            Assert.Equal(after, bench.Single().Hex);
    }

    [Fact]
    public void Unstrip_puts_back_what_Strip_removed()
    {
        using var bench = ElementBench.Of("Unstrip(4)").Send([1, 2, 3, 4, 5], 0, static packet => packet.Pull(4));
        Assert.Equal("0102030405", bench.Single().Hex);
    }

    [Fact]
    public void Unstrip_beyond_the_slot_gives_zeros()
    {
        using var bench = ElementBench.Of("Unstrip(3000)").Send([1, 2, 3]);
        var bytes = bench.Single().Bytes;
        Assert.Equal(3003, bytes.Length);
        Assert.Equal([1, 2, 3], bytes[3000..]);
    }

    [Fact]
    public void The_tag_goes_to_the_annotation_and_comes_back()
    {
        using var bench = ElementBench.Of("StripEtherVLANHeader").Send(Convert.FromHexString("0200000000020200000000018100e0090800ff"));
        var stripped = bench.Single();
        Assert.Equal([0xe0, 9], stripped.Annotations[20..22]);
        Assert.Equal(-18, stripped.Mac);
        using var encap = ElementBench.Of("EtherVLANEncap(0x0800, 2:0:0:0:0:1, 2:0:0:0:0:2, ANNO)");
        encap.Send([0xff], 0, packet => stripped.Annotations.CopyTo(Span(packet)));
        Assert.Equal("0200000000020200000000018100e0090800ff", encap.Single().Hex);
    }

    [Fact]
    public void IP_headers_come_off_and_on()
    {
        byte[] packet = [.. Samples.Udp(), 1, 2, 3];
        using var bench = ElementBench.Of("StripIPHeader").SendIP(packet);
        var stripped = bench.Single();
        Assert.Equal(packet[20..], stripped.Bytes);
        Assert.Equal(-20, stripped.Network);
        using var back = ElementBench.Of("UnstripIPHeader").SendIP(packet, 0, static p => p.Pull(20));
        Assert.Equal(packet, back.Single().Bytes);
    }

    [Fact]
    public void A_packet_is_stripped_to_its_network_header()
    {
        using var bench = ElementBench.Of("StripToNetworkHeader");
        bench.Send([1, 2, 3, 4, 5], 0, static packet => Mark(packet, 2));
        var emitted = bench.Single();
        Assert.Equal("030405", emitted.Hex);
        Assert.Equal(0, emitted.Network);
    }

    [Fact]
    public void Handlers_change_addresses()
    {
        using var bench = ElementBench.Of("EtherEncap(0x0800, 2:0:0:0:0:1, 2:0:0:0:0:2)");
        bench.Write("src", "2:0:0:0:0:9");
        bench.Write("ethertype", "0x86dd");
        Assert.Equal("02-00-00-00-00-09", bench.Read("src"));
        Assert.Equal("86dd", bench.Read("ethertype"));
        Assert.Equal("02000000000202000000000986dd", bench.Send([]).Single().Hex);
        using var vlan = ElementBench.Of("VLANEncap(9)");
        vlan.Write("vlan_id", "10");
        vlan.Write("vlan_pcp", "3");
        Assert.Equal(((3 << 13) + 10).ToString(), vlan.Read("vlan_tci"));
    }

    [Theory]
    [InlineData("020000000001020000000009080000", 0, "Host")]
    [InlineData("ffffffffffff020000000009080000", 0, "Broadcast")]
    [InlineData("01005e000001020000000009080000", 0, "Multicast")]
    [InlineData("020000000002020000000009080000", 1, "OtherHost")]
    [InlineData("0200000000020200000000", 1, "Host")]
    public void HostEtherFilter_says_whom_a_frame_is_for(string frame, int output, string type)
    {
        using var bench = ElementBench.Of("HostEtherFilter(2:0:0:0:0:1)", outputs: 2).Send(Convert.FromHexString(frame));
        Assert.Equal(type, bench.Single(output).Type.ToString());
    }

    [Fact]
    public void HostEtherFilter_drops_what_it_sent_itself()
    {
        using var bench = ElementBench.Of("HostEtherFilter(2:0:0:0:0:1, DROP_OWN true)", outputs: 2);
        bench.Send(Convert.FromHexString("ffffffffffff020000000001080000"));
        Assert.Single(bench.Receive(1));
    }

    static unsafe Span<byte> Span(Click.Packets.Packet packet) => new(packet.Annotations, 48);

    static unsafe void Mark(Click.Packets.Packet packet, int offset) => packet.SetNetworkHeader(packet.Data + offset, 1);
}
