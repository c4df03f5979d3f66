using System.Diagnostics;

namespace Sluice.Packets.Tests;

public sealed class PacketBuilderTests
{
    public static TheoryData<int, string> Samples
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach (var (index, sample) in SamplePackets.All.Index())
                data.Add(index, sample.Text);
            return data;
        }
    }

    [Theory, MemberData(nameof(Samples))]
    public void What_is_built_reads_as_it_should(int index, string text) =>
        Assert.Equal(text, PacketText.Describe(SamplePackets.All[index].Packet.ToArray()));

    /// <summary>The bytes of every sample, which tshark dissected without a complaint.</summary>
    [Fact]
    public void The_bytes_are_those_of_the_vectors()
    {
        var vectors = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Vectors", "packets.txt"))
            .Where(line => line.Length > 0 && line[0] != '#').ToArray();
        Assert.Equal(vectors, SamplePackets.All.Select(s => Convert.ToHexStringLower(s.Packet.ToArray())));
    }

    [Fact]
    public void Tcpdump_finds_every_checksum_correct()
    {
        var file = Path.Combine(Path.GetTempPath(), $"sluice-{Guid.NewGuid():n}.pcap");
        try
        {
            using (var writer = CaptureWriter.Create(file, CaptureFormat.Pcap, new CaptureInterface(LinkType.Ethernet)))
            {
                foreach (var (_, packet) in SamplePackets.All)
                    writer.Write(0, packet.ToArray());
            }

            var text = Tcpdump(file);
            foreach (var complaint in new[] { "bad", "incorrect", "wrong", "invalid", "truncated", "[|" })
                Assert.DoesNotContain(complaint, text, StringComparison.Ordinal);
            Assert.True(Count(text, "(correct)") + Count(text, "sum ok]") >= 15, text);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Headers_that_do_not_go_together_are_refused()
    {
        Refuses("UDP needs IPv4 or IPv6 before it", new PacketBuilder().Udp(1, 2));
        Refuses("Ethernet has no EtherType for UDP", new PacketBuilder().Ethernet("02:00:00:00:00:01", "02:00:00:00:00:02").Udp(1, 2, checksum: false));
        Refuses("Ethernet has no EtherType for nothing inside", new PacketBuilder().Ethernet("02:00:00:00:00:01", "02:00:00:00:00:02"));
        Refuses("IPv4 has no protocol for payload", new PacketBuilder().IPv4("10.0.0.1", "10.0.0.2").Payload(3));
    }

    [Fact]
    public void Lengths_that_do_not_fit_their_fields_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PacketBuilder().IPv4("10.0.0.1", "10.0.0.2").Udp(1, 2).Payload(65_508).ToArray());
        Assert.Equal(65_535, new PacketBuilder().IPv4("10.0.0.1", "10.0.0.2").Udp(1, 2).Payload(65_507).ToArray().Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PacketBuilder().IPv6("::1", "::2").Udp(1, 2).Payload(65_528).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => new PacketBuilder().Vlan(4096));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PacketBuilder().Mpls(1 << 20));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PacketBuilder().Vxlan(1 << 24));
        Assert.Throws<ArgumentException>(() => new PacketBuilder().IPv4("10.0.0.1", "10.0.0.2").Build(new byte[19]));
    }

    [Fact]
    public void A_UDP_checksum_of_zero_is_sent_as_all_ones()
    {
        // A payload that makes the sum all ones: the complement of the checksum without it.
        var without = new PacketBuilder().IPv4("10.0.0.1", "10.0.0.2").Udp(1, 2).Payload([0, 0]).ToArray();
        Assert.True(UdpHeader.TryRead(without.AsSpan(20), out var udp));
        var packet = new PacketBuilder().IPv4("10.0.0.1", "10.0.0.2").Udp(1, 2)
            .Payload([(byte)(udp.Checksum >> 8), (byte)udp.Checksum]).ToArray();
        Assert.True(UdpHeader.TryRead(packet.AsSpan(20), out udp));
        Assert.Equal(0xffff, udp.Checksum);
    }

    static void Refuses(string message, PacketBuilder builder) =>
        Assert.Contains(message, Assert.Throws<InvalidOperationException>(builder.ToArray).Message, StringComparison.Ordinal);

    static int Count(string text, string part) => text.Split(part).Length - 1;

    static string Tcpdump(string file)
    {
        Process? tcpdump = null;
        try
        {
            tcpdump = Process.Start(new ProcessStartInfo("tcpdump", ["-vv", "-n", "-r", file])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("tcpdump is not installed");
        }

        using (tcpdump)
        {
            var errors = tcpdump!.StandardError.ReadToEndAsync();
            var text = tcpdump.StandardOutput.ReadToEnd();
            tcpdump.WaitForExit();
            Assert.True(tcpdump.ExitCode == 0, errors.Result);
            return text;
        }
    }
}
