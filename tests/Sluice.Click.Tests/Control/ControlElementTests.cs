using Sluice.Click.Configuration;
using Sluice.Click.Control;
using Sluice.Click.Packets;
using Sluice.Click.Tests.Programs;

namespace Sluice.Click.Tests.Control;

/// <summary>The element that takes control packets.</summary>
public sealed class ControlElementTests
{
    const string Graph = "i :: Idle -> f :: BPFFilter(ID 1, FILE a.o) -> d :: Discard; j :: Idle -> c :: Control({0})";

    static readonly byte[] s_key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    [Fact]
    public void Plain_packets_replace_programs_where_that_is_allowed()
    {
        using var router = Router(insecure: true, "");
        Send(router, ControlPacket.Write(new(1, "b.o", "b.o.attestation.json")));
        Wait(router, "c.taken", 1);
        Assert.Equal("b.o", router.Read("f.file"));
        Assert.Contains("c :: Control: f :: BPFFilter: b.o: counting runs; kept counts", router.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_refused_is_said_and_changes_nothing()
    {
        using var router = Router(insecure: true, "");
        var refused = 0;
        foreach (var (packet, message) in new (byte[], string)[]
        {
            (ControlPacket.Write(new(2, "b.o", "")), "found no element with ID 2"),
            (ControlPacket.Write(new(1, "none.o", "")), "found no such file"),
            (ControlPacket.Write(new(1, "u.o", "")), "u.o.attestation.json: found no such file"),
            (ControlPacket.Write(new(1, "u.o", "none")), "control packets bring no unsigned programs"),
            (ControlPacket.Write(new(1, "../b.o", "")), "expected one below the router's folder"),
            (ControlPacket.Write(new(1, "b.o", "/etc/passwd")), "expected one below the router's folder"),
            ([1, 2, 3], "found no control packet"),
        })
        {
            Send(router, packet);
            Wait(router, "c.refused", ++refused);
            if (refused <= 5)
                Assert.Contains(message, router.Output.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(("a.o", 0, 0), (router.Read("f.file"), router.Count("f.changes"), router.Count("c.taken")));
    }

    [Fact]
    public void Sealed_packets_need_the_key_and_the_address()
    {
        using var router = Router(insecure: false, "ADDR 10.0.0.9, PORT 4444, KEY key");
        var now = DateTimeOffset.UtcNow;
        Send(router, ControlPacket.Write(new(1, "b.o", "")));
        Send(router, SealedControlPacket.Write(new(1, "b.o", ""), [.. s_key.Reverse()], now));
        Send(router, SealedControlPacket.Write(new(1, "b.o", ""), s_key, now.AddMinutes(-5)));
        var good = SealedControlPacket.Write(new(1, "b.o", ""), s_key, now.AddSeconds(1));
        Send(router, good, address: 8);
        Send(router, good, port: 4443);
        Wait(router, "c.refused", 5);
        Assert.Equal("a.o", router.Read("f.file"));

        Send(router, good);
        Wait(router, "c.taken", 1);
        Assert.Equal("b.o", router.Read("f.file"));
        Send(router, good);
        Wait(router, "c.refused", 6);
        Assert.Equal(1, router.Count("f.changes"));
    }

    [Theory]
    [InlineData("", "found no KEY, expected the file of one")]
    [InlineData("ADDR 10.0.0.9", "found no KEY, expected the file of one")]
    [InlineData("KEY key", "found no ADDR")]
    [InlineData("ADDR 10.0.0.9, KEY short", "found 3 bytes, expected at least 16")]
    [InlineData("ADDR 10.0.0.9, KEY missing", "found no such file")]
    [InlineData("ADDR 10.0.0.9, PORT 70000, KEY key", "PORT: found `70000`")]
    public void An_open_channel_is_no_default(string arguments, string message)
    {
        var error = Assert.Throws<ConfigurationException>(() => Router(insecure: false, arguments));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(1, ""), InlineData(2, ""), InlineData(3, "ADDR 10.0.0.9, KEY key")]
    public void Garbage_does_no_harm(int seed, string arguments)
    {
        var random = new Random(seed);
        using var router = Router(insecure: true, arguments);
        for (var round = 0; round < 2000; round++)
        {
            var packet = ControlPacket.Write(new((ulong)random.Next(3), random.Next(2) == 0 ? "b.o" : "x", "y"));
            for (var flips = random.Next(1, 6); flips > 0; flips--)
                packet[random.Next(7, packet.Length)] = (byte)random.Next(256);
            Send(router, packet[..random.Next(packet.Length + 1)], known: random.Next(10) > 0);
        }

        Assert.True(router.Count("c.refused") > 500, $"seed {seed}");
        Assert.InRange(router.Output.ToString().Split('\n').Length, 1, 200);
    }

    static ProgramRouter Router(bool insecure, string arguments)
    {
        var router = new ProgramRouter(insecureControl: insecure).Add("a.o", ProgramTexts.Counting()).Add("b.o", ProgramTexts.Counting())
            .AddUnsigned("u.o", ProgramTexts.Counting());
        File.WriteAllBytes(router["key"], s_key);
        File.WriteAllBytes(router["short"], [1, 2, 3]);
        try
        {
            return router.Start(Graph.Replace("{0}", arguments, StringComparison.Ordinal));
        }
        catch
        {
            router.Dispose();
            throw;
        }
    }

    // A UDP packet to 10.0.0.x, as CheckIPHeader and CheckUDPHeader leave it.
    static unsafe void Send(ProgramRouter router, byte[] payload, byte address = 9, ushort port = 4444, bool known = true)
    {
        byte[] bytes = [0x45, 0, 0, 0, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, address, 0x30, 0x39, (byte)(port >> 8), (byte)port, 0, 0, 0, 0, .. payload];
        var packet = router.Pool.Allocate(bytes);
        if (known)
            packet.SetNetworkHeader(packet.Data, 20);
        router.Router.Find("c")!.Push(0, new PacketBatch(packet));
    }

    static void Wait(ProgramRouter router, string handler, long count) =>
        Assert.True(SpinWait.SpinUntil(() => router.Count(handler) == count, TimeSpan.FromSeconds(30)), $"{handler} is {router.Count(handler)}, expected {count}: {router.Output}");
}
