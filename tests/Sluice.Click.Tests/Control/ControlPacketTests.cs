using System.Text;
using Sluice.Click.Control;

namespace Sluice.Click.Tests.Control;

/// <summary>Control packets: the thesis's, and those with a seal.</summary>
public sealed class ControlPacketTests
{
    static readonly byte[] s_key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    static readonly DateTimeOffset s_now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    static readonly ControlRequest s_request = new(7, "round-robin", "round-robin.sig");

    [Fact]
    public void Plain_packets_are_laid_out_as_the_thesis_says()
    {
        byte[] expected =
        [
            .. "control"u8, 7, 0, 0, 0, 0, 0, 0, 0, 11, 0, 0, 0, 0, 0, 0, 0, .. "round-robin"u8, 15, 0, 0, 0, 0, 0, 0, 0, .. "round-robin.sig"u8,
        ];
        Assert.Equal(expected, ControlPacket.Write(s_request));
        Assert.Equal(s_request, ControlPacket.Read(expected));
    }

    [Fact]
    public void Every_cut_is_refused()
    {
        var plain = ControlPacket.Write(s_request);
        var @sealed = SealedControlPacket.Write(s_request, s_key, s_now);
        for (var length = 0; length < plain.Length; length++)
            Assert.Throws<ControlPacketException>(() => ControlPacket.Read(plain.AsSpan(0, length)));
        for (var length = 0; length < @sealed.Length; length++)
            Assert.Throws<ControlPacketException>(() => Read(@sealed.AsSpan(0, length)));
        Assert.Throws<ControlPacketException>(() => ControlPacket.Read([.. plain, 0]));
    }

    [Fact]
    public void Every_changed_bit_breaks_the_seal()
    {
        var packet = SealedControlPacket.Write(s_request, s_key, s_now);
        Assert.Equal(s_request, Read(packet));
        for (var bit = 0; bit < packet.Length * 8; bit++)
        {
            var changed = packet.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<ControlPacketException>(() => Read(changed));
        }
    }

    [Fact]
    public void A_packet_counts_once_and_only_for_a_while()
    {
        var last = 0L;
        var packet = SealedControlPacket.Write(s_request, s_key, s_now);
        Assert.Equal(s_request, SealedControlPacket.Read(packet, s_key, s_now, ref last));
        Assert.Contains("no later than one", Refused(packet, s_now, last), StringComparison.Ordinal);
        var earlier = SealedControlPacket.Write(s_request, s_key, s_now.AddTicks(-1));
        Assert.Contains("no later than one", Refused(earlier, s_now, last), StringComparison.Ordinal);
        var later = SealedControlPacket.Write(s_request, s_key, s_now.AddTicks(1));
        Assert.Equal(s_request, SealedControlPacket.Read(later, s_key, s_now, ref last));

        foreach (var seconds in new[] { -31, 31 })
            Assert.Contains("seconds off", Refused(packet, s_now.AddSeconds(seconds), 0), StringComparison.Ordinal);
        foreach (var seconds in new[] { -29, 29 })
            Assert.Equal(s_request, Read(packet, s_now.AddSeconds(seconds)));
    }

    [Fact]
    public void A_refused_packet_does_not_move_the_time_on()
    {
        var last = 5L;
        byte[] broken = [.. SealedControlPacket.Write(s_request, s_key, s_now)];
        broken[20] ^= 1;
        Assert.Throws<ControlPacketException>(() => SealedControlPacket.Read(broken, s_key, s_now, ref last));
        Assert.Equal(5, last);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Garbage_is_refused(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new byte[random.Next(0, 120)];
            random.NextBytes(bytes);
            if (random.Next(2) == 0)
                "control"u8[..Math.Min(7, bytes.Length)].CopyTo(bytes);
            for (var at = 7; at + 8 <= bytes.Length && random.Next(3) > 0; at += 8)
                BitConverter.TryWriteBytes(bytes.AsSpan(at), random.NextInt64(0, 40));
            try
            {
                var request = ControlPacket.Read(bytes);
                Assert.Equal(bytes, ControlPacket.Write(request));
            }
            catch (ControlPacketException error)
            {
                Assert.True(error.Message.Length > 0, $"seed {seed}, round {round}");
            }

            Assert.Throws<ControlPacketException>(() => Read(bytes));
        }
    }

    [Theory, InlineData("a\nb"), InlineData("")]
    public void Names_are_text(string name)
    {
        var packet = ControlPacket.Write(new(1, name, ""));
        Assert.Throws<ControlPacketException>(() => ControlPacket.Read(packet));
        var damaged = ControlPacket.Write(new(1, "ab", ""));
        damaged[Encoding.ASCII.GetString(damaged).IndexOf("ab", StringComparison.Ordinal)] = 0xff;
        Assert.Throws<ControlPacketException>(() => ControlPacket.Read(damaged));
    }

    static ControlRequest Read(ReadOnlySpan<byte> packet, DateTimeOffset? now = null)
    {
        var last = 0L;
        return SealedControlPacket.Read(packet, s_key, now ?? s_now, ref last);
    }

    static string Refused(byte[] packet, DateTimeOffset now, long last) =>
        Assert.Throws<ControlPacketException>(() => SealedControlPacket.Read(packet, s_key, now, ref last)).Message;
}
