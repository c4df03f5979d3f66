namespace Sluice.Packets.Tests;

/// <summary>Captures in memory, and reading them to the end.</summary>
static class CaptureFiles
{
    /// <summary>What a packet was, out of the reader's memory.</summary>
    public sealed record Packet(long Timestamp, LinkType LinkType, string Data, uint OriginalLength, int InterfaceId, string? Comment);

    /// <summary>Everything that can be read, and the error at the end if there was one.</summary>
    public sealed record Content(List<Packet> Packets, CaptureFormatException? Error, IReadOnlyList<CaptureInterface> Interfaces);

    public static byte[] Bytes(string hex) =>
        Convert.FromHexString(string.Concat(hex.Where(c => !char.IsWhiteSpace(c))));

    /// <summary>Reads to the end; checks that an error comes at most once and that nothing follows it.</summary>
    public static Content ReadAll(byte[] file) => ReadAll(new MemoryStream(file));

    public static Content ReadAll(Stream stream)
    {
        var packets = new List<Packet>();
        CaptureReader reader;
        try
        {
            reader = CaptureReader.Open(stream, "test");
        }
        catch (CaptureFormatException e)
        {
            return new Content(packets, e, []);
        }

        using (reader)
        {
            try
            {
                while (reader.TryRead(out var packet))
                    packets.Add(Keep(packet));
            }
            catch (CaptureFormatException e)
            {
                Assert.False(reader.TryRead(out _), "nothing follows an error");
                return new Content(packets, e, reader.Interfaces);
            }

            Assert.False(reader.TryRead(out _), "the end stays the end");
            return new Content(packets, null, reader.Interfaces);
        }
    }

    /// <summary>Writes packets of lengths 0, 1, 2, ... to a capture.</summary>
    public static byte[] Write(CaptureFormat format, int count, TimestampResolution resolution = TimestampResolution.Nanoseconds)
    {
        var stream = new MemoryStream();
        var source = new CaptureInterface(LinkType.Ethernet, 1000, resolution) { Name = format == CaptureFormat.PcapNg ? "eth0" : null };
        using (var writer = CaptureWriter.Create(stream, format, source))
        {
            for (var i = 0; i < count; i++)
                writer.Write(Time(i), Data(i));
        }

        return stream.ToArray();
    }

    public static long Time(int index) => 1_700_000_000_123_456_000 + index * 1_001_000L;

    public static byte[] Data(int length)
    {
        var data = new byte[length];
        for (var i = 0; i < length; i++)
            data[i] = (byte)(length + i);
        return data;
    }

    static Packet Keep(CapturedPacket packet) => new(
        packet.Timestamp,
        packet.LinkType,
        Convert.ToHexString(packet.Data),
        packet.OriginalLength,
        packet.InterfaceId,
        packet.Options.Comment);
}
