using System.Text;
using Sluice.Packets;

namespace Sluice.Click.Tests.Elements;

/// <summary>What goes with rewriters of ports: pings, ICMP errors, FTP.</summary>
public sealed class NatCompanionTests
{
    const string Mapped = "rw :: IPRewriter(pattern 192.0.2.1 50000-50009# - - 0 1, drop); Idle -> rw; Idle -> [1] rw; "
        + "rw -> qo :: Queue -> Idle; rw [1] -> qi :: Queue -> Idle";

    [Fact]
    public void Pings_go_out_and_come_back()
    {
        using var bench = ElementBench.Of("ICMPPingRewriter(pattern 192.0.2.1 60000-60001# - - 0 1, drop)", 2, 2);
        foreach (var (host, id) in new[] { ("10.0.0.1", 60000), ("10.0.0.2", 60001), ("10.0.0.1", 60000) })
        {
            var ping = bench.SendIP(Samples.Echo(host, "198.51.100.5", 7)).Single();
            Assert.True(Samples.IsTransportValid(ping.Bytes));
            Assert.True(IcmpHeader.TryRead(ping.IP().Payload, out var icmp));
            Assert.Equal(("192.0.2.1", id), (ping.IP().Source.ToString(), icmp.Identifier));
            var reply = bench.SendIP(Samples.Echo("198.51.100.5", "192.0.2.1", (ushort)id, reply: true), 1).Single(1);
            Assert.True(Samples.IsTransportValid(reply.Bytes));
            Assert.True(IcmpHeader.TryRead(reply.IP().Payload, out icmp));
            Assert.Equal((host, 7, host), (reply.IP().Destination.ToString(), icmp.Identifier, reply.Destination.ToString()));
        }

        Assert.Empty(bench.SendIP(Samples.Echo("10.0.0.3", "198.51.100.5", 7)).Receive());
        Assert.Empty(bench.SendIP(Samples.Echo(reply: true)).SendIP(Samples.Udp()).Receive());
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Errors_about_rewritten_packets_reach_the_sender(bool tcp, bool fromHost)
    {
        using var bench = ElementBench.Of("ICMPRewriter(rw)", 1, 2, Mapped);
        var original = RewriterTests.Packet(tcp, "10.0.0.7", 1234, "198.51.100.5", 80);
        var outside = Through(bench, original);
        var router = fromHost ? "198.51.100.5" : "203.0.113.77";
        var error = new PacketBuilder().IPv4(router, "192.0.2.1").Icmp(IcmpType.DestinationUnreachable, 1).Payload(outside).ToArray();
        var emitted = bench.SendIP(error).Single();
        Assert.Equal((router, "10.0.0.7", "10.0.0.7"), (emitted.IP().Source.ToString(), emitted.IP().Destination.ToString(), emitted.Destination.ToString()));
        Assert.True(Samples.IsTransportValid(emitted.Bytes));
        // The quoted packet is the original, its checksums too.
        Assert.Equal(original, emitted.IP().Payload[8..].ToArray());
        // About eight bytes behind the header, as long ago.
        emitted = bench.SendIP(new PacketBuilder().IPv4(router, "192.0.2.1").Icmp(IcmpType.TimeExceeded).Payload(outside.AsSpan(0, 28)).ToArray()).Single();
        Assert.Equal(original[..28], emitted.IP().Payload[8..].ToArray());
    }

    [Fact]
    public void Other_packets_are_left_alone()
    {
        using var bench = ElementBench.Of("ICMPRewriter(rw)", 1, 2, Mapped);
        byte[][] others =
        [
            Samples.Echo(), Samples.Udp(),
            new PacketBuilder().IPv4("1.1.1.1", "192.0.2.1").Icmp(IcmpType.TimeExceeded).Payload(Samples.Udp()).ToArray(),
            new PacketBuilder().IPv4("1.1.1.1", "192.0.2.1").Icmp(IcmpType.TimeExceeded).Payload(10).ToArray(),
        ];
        foreach (var packet in others)
            Assert.Equal(packet, bench.SendIP(packet).Single(1).Bytes);
    }

    [Theory]
    [InlineData("10,0,0,7,4,1", "192,0,2,1,195,80")]
    [InlineData("10,0,0,7,200,201", "192,0,2,1,195,80")]
    public void FTP_says_the_outer_address(string inside, string outside)
    {
        const string others = "rw :: IPRewriter(drop, drop); Idle -> rw; Idle -> [1] rw; rw -> qd :: Queue -> Idle; rw [1] -> Discard; "
            + "c :: TCPRewriter(pattern 192.0.2.1 50000-50009# - - 0 1, drop); Idle -> [1] c; c -> qc :: Queue -> Idle; c [1] -> qr :: Queue -> Idle; x -> c";
        using var router = Routing.TestRouter.Of($"x :: FTPPortMapper(c, rw, 192.0.2.1 50000-50009# - - 1 0); Idle -> x; {others}");
        Send("USER me\r\n", 1000);
        Assert.Equal("USER me\r\n", Payload(Take("qc")));
        var command = $"PORT {inside}\r\n";
        Send(command, 1009);
        var sent = Take("qc");
        Assert.Equal($"PORT {outside}\r\n", Payload(sent));
        var delta = outside.Length - inside.Length;
        // What comes behind it is as much further on, and what is acknowledged as much further back.
        Send("LIST\r\n", (uint)(1009 + command.Length));
        var list = Take("qc");
        Assert.True(TcpHeader.TryRead(list.IP().Payload, out var tcp));
        Assert.Equal((uint)(1009 + command.Length + delta), tcp.SequenceNumber);
        Push("c", 1, Samples.Tcp("198.51.100.5", "192.0.2.1", 21, 50000, acknowledgment: (uint)(1009 + command.Length + delta)));
        Assert.True(TcpHeader.TryRead(Take("qr").IP().Payload, out tcp));
        Assert.Equal((uint)(1009 + command.Length), tcp.AcknowledgmentNumber);
        // The server's data connection is let in.
        var numbers = inside.Split(',').Select(int.Parse).ToArray();
        Push("rw", 1, Samples.Tcp("198.51.100.5", "192.0.2.1", 20, 50000, TcpFlags.Syn, 0));
        Assert.Equal($"198.51.100.5:20 > 10.0.0.7:{numbers[4] * 256 + numbers[5]} @10.0.0.7", RewriterTests.Endpoints(Take("qd")));

        void Send(string text, uint sequence)
        {
            var fields = new TcpFields(1234, 21, TcpFlags.Ack | TcpFlags.Psh) { SequenceNumber = sequence };
            Push("x", 0, new PacketBuilder().IPv4("10.0.0.7", "198.51.100.5").Tcp(fields).Payload(Encoding.ASCII.GetBytes(text)).ToArray());
        }

        void Push(string element, int port, byte[] bytes)
        {
            var packet = router.Pool.Allocate(bytes);
            Mark(packet);
            router.Router.Find(element)!.Push(port, new Click.Packets.PacketBatch(packet));
        }

        Emitted Take(string queue)
        {
            var batch = router.Router.Find(queue)!.Pull(0, 9);
            Assert.Equal(1, batch.Count);
            var emitted = Emitted.Of(batch.First);
            batch.Kill();
            Assert.True(Samples.IsTransportValid(emitted.Bytes));
            return emitted;
        }
    }

    static string Payload(Emitted emitted)
    {
        Assert.True(TcpHeader.TryRead(emitted.IP().Payload, out var tcp));
        return Encoding.ASCII.GetString(tcp.Payload);
    }

    static byte[] Through(ElementBench bench, byte[] bytes)
    {
        var packet = bench.Packet(bytes);
        Mark(packet);
        bench.Router.Router.Find("rw")!.Push(0, new Click.Packets.PacketBatch(packet));
        var batch = bench.Router.Router.Find("qo")!.Pull(0, 1);
        var rewritten = batch.First.Span.ToArray();
        batch.Kill();
        return rewritten;
    }

    static unsafe void Mark(Click.Packets.Packet packet) => packet.SetNetworkHeader(packet.Data, 20);
}
