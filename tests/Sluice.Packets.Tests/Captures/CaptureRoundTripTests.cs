using System.IO.Compression;
using static Sluice.Packets.Tests.CaptureFiles;

namespace Sluice.Packets.Tests;

public sealed class CaptureRoundTripTests
{
    [Theory]
    [InlineData(CaptureFormat.Pcap, TimestampResolution.Microseconds)]
    [InlineData(CaptureFormat.Pcap, TimestampResolution.Nanoseconds)]
    [InlineData(CaptureFormat.PcapNg, TimestampResolution.Microseconds)]
    [InlineData(CaptureFormat.PcapNg, TimestampResolution.Nanoseconds)]
    public void What_is_written_is_read(CaptureFormat format, TimestampResolution resolution)
    {
        var content = ReadAll(Write(format, 200, resolution));
        Assert.Null(content.Error);
        Assert.Equal(resolution, content.Interfaces[0].Resolution);
        Assert.Equal(1000u, content.Interfaces[0].SnapLength);
        Assert.Equal(200, content.Packets.Count);
        for (var i = 0; i < 200; i++)
            Assert.Equal(new Packet(Time(i), LinkType.Ethernet, Convert.ToHexString(Data(i)), (uint)i, 0, null), content.Packets[i]);
    }

    [Theory]
    [InlineData(CaptureFormat.Pcap)]
    [InlineData(CaptureFormat.PcapNg)]
    public void A_copy_of_a_capture_is_the_same_file(CaptureFormat format)
    {
        var original = Write(format, 100);
        Assert.Equal(original, Copy(original, format));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_copy_keeps_interfaces_and_options(bool bigEndian)
    {
        byte[] dropCount = bigEndian ? [0, 0, 0, 0, 0, 0, 0, 9] : [9, 0, 0, 0, 0, 0, 0, 0];
        var original = new PcapNgFile(bigEndian).Section()
            .Interface(1, 100, (2, "eth0"u8.ToArray()), (9, [9]))
            .Enhanced(0, 1, [1], 1, (1, "first"u8.ToArray()), (4, dropCount))
            .Interface(101, 0, (2, "tun0"u8.ToArray()), (9, [9]))
            .Enhanced(1, 2, [2, 3], 2)
            .ToArray();
        var expected = new PcapNgFile(false).Section()
            .Interface(1, 100, (2, "eth0"u8.ToArray()), (9, [9]))
            .Enhanced(0, 1, [1], 1, (1, "first"u8.ToArray()), (4, [9, 0, 0, 0, 0, 0, 0, 0]))
            .Interface(101, 0, (2, "tun0"u8.ToArray()), (9, [9]))
            .Enhanced(1, 2, [2, 3], 2)
            .ToArray();
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(Copy(original, CaptureFormat.PcapNg)));
    }

    [Fact]
    public void A_pcap_file_refuses_a_second_link_type()
    {
        var original = new PcapNgFile(false).Section().Interface(1, 0).Enhanced(0, 1, [1], 1).Interface(101, 0).Enhanced(1, 1, [1], 1);
        var error = Assert.Throws<ArgumentException>(() => Copy(original.ToArray(), CaptureFormat.Pcap));
        Assert.Contains("Ethernet", error.Message, StringComparison.Ordinal);
        Assert.Contains("Raw", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CaptureFormat.Pcap)]
    [InlineData(CaptureFormat.PcapNg)]
    public void Packets_are_cut_to_the_snap_length_and_times_to_what_the_format_holds(CaptureFormat format)
    {
        var stream = new MemoryStream();
        using (var writer = CaptureWriter.Create(stream, format, new CaptureInterface(LinkType.Raw, 4) { FrameCheckLength = 4 }))
        {
            writer.Write(-1, [1, 2, 3, 4, 5, 6]);
            writer.Write(long.MaxValue, [1, 2], 9000);
        }

        var content = ReadAll(stream.ToArray());
        Assert.Equal(4, content.Interfaces[0].FrameCheckLength);
        var latest = format == CaptureFormat.Pcap ? 4294967295_999999000 : long.MaxValue / 1000 * 1000;
        Assert.Equal(
            [new Packet(0, LinkType.Raw, "01020304", 6, 0, null), new Packet(latest, LinkType.Raw, "0102", 9000, 0, null)],
            content.Packets);
    }

    [Theory]
    [InlineData(CaptureFormat.Pcap)]
    [InlineData(CaptureFormat.PcapNg)]
    public void Gzipped_captures_are_read_and_their_damage_is_reported(CaptureFormat format)
    {
        var plain = Write(format, 100);
        var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(plain);
        Assert.Equal(ReadAll(plain).Packets, ReadAll(zipped.ToArray()).Packets);

        for (var cut = 20; cut < zipped.Length - 8; cut += 37)
            Assert.NotNull(ReadAll(zipped.ToArray()[..cut]).Error);

        var damaged = zipped.ToArray();
        damaged.AsSpan(damaged.Length / 2, 64).Fill(0xff);
        var content = ReadAll(damaged);
        Assert.NotNull(content.Error);
        Assert.Equal(ReadAll(plain).Packets.Take(content.Packets.Count), content.Packets);
    }

    /// <summary>Packets across every boundary of the buffer, larger than it, and read in pieces as from a pipe.</summary>
    [Theory]
    [InlineData(CaptureFormat.Pcap)]
    [InlineData(CaptureFormat.PcapNg)]
    public void Streams_that_give_little_at_a_time_are_read_whole(CaptureFormat format)
    {
        var sizes = new[] { 1 << 20, 3, 2_500_000, 1, (1 << 20) - 16, 0, CaptureReader.MaxPacketLength };
        var stream = new MemoryStream();
        using (var writer = CaptureWriter.Create(stream, format, new CaptureInterface(LinkType.Ethernet, 0)))
        {
            foreach (var size in sizes)
                writer.Write(size, Data(size));
        }

        using var reader = CaptureReader.Open(new TricklingStream(stream.ToArray()));
        foreach (var size in sizes)
        {
            Assert.True(reader.TryRead(out var packet));
            Assert.True(packet.Data.SequenceEqual(Data(size)), $"packet of {size} bytes");
        }

        Assert.False(reader.TryRead(out _));
        Assert.Equal(stream.ToArray().Length, reader.Position);
    }

    [Theory]
    [InlineData(CaptureFormat.Pcap)]
    [InlineData(CaptureFormat.PcapNg)]
    public void A_capture_of_any_size_takes_the_memory_of_a_small_one(CaptureFormat format)
    {
        const int Copies = 100;
        var small = Write(format, 900);
        var headers = Write(format, 0).Length;
        var packets = 0;
        using var input = new RepeatingStream(small, headers, Copies);
        var before = GC.GetAllocatedBytesForCurrentThread();
        using (var reader = CaptureReader.Open(input))
        using (var writer = CaptureWriter.Create(Stream.Null, format, reader.Interfaces[0]))
        {
            for (; reader.TryRead(out var packet); packets++)
                writer.Write(packet);
            Assert.Equal(headers + (long)Copies * (small.Length - headers), reader.Position);
        }

        Assert.Equal(900 * Copies, packets);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3 << 20); // a buffer each, of 40 MB that passed
    }

    [Fact]
    public void Reading_and_writing_allocates_nothing_per_packet()
    {
        foreach (var format in Enum.GetValues<CaptureFormat>())
        {
            // The runtime allocates now and then as it compiles a loop anew; packets would do so in every round.
            var (few, many) = (Write(format, 10), Write(format, 900));
            Assert.Contains(Enumerable.Range(0, 10), _ => AllocatedByCopying(many, format) == AllocatedByCopying(few, format));
        }
    }

    static long AllocatedByCopying(byte[] file, CaptureFormat format)
    {
        var target = new MemoryStream(2 << 20);
        using var reader = CaptureReader.Open(new MemoryStream(file));
        using var writer = CaptureWriter.Create(target, format, reader.Interfaces[0]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (reader.TryRead(out var packet))
        {
            writer.AddInterfaces(reader);
            writer.Write(packet);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    static byte[] Copy(byte[] file, CaptureFormat format)
    {
        var target = new MemoryStream();
        using (var reader = CaptureReader.Open(new MemoryStream(file)))
        using (var writer = CaptureWriter.Create(target, format, reader.Interfaces[0]))
        {
            while (reader.TryRead(out var packet))
            {
                writer.AddInterfaces(reader);
                writer.Write(packet);
            }
        }

        return target.ToArray();
    }
}
