using static Sluice.Packets.Tests.CaptureFiles;

namespace Sluice.Packets.Tests;

/// <summary>Cut and corrupt files: what is readable, then exactly one error.</summary>
public sealed class DamagedCaptureTests
{
    [Theory]
    [InlineData(CaptureFormat.Pcap)]
    [InlineData(CaptureFormat.PcapNg)]
    public void A_file_cut_anywhere_gives_the_packets_before_the_cut_and_one_error(CaptureFormat format)
    {
        var file = Write(format, 20);
        var whole = ReadAll(file).Packets;
        var ends = Boundaries(file);
        for (var cut = 0; cut < file.Length; cut++)
        {
            var content = ReadAll(file[..cut]);
            var expected = ends.Count(end => end <= cut);
            Assert.Equal(whole.Take(expected), content.Packets);
            if (ends.Contains(cut) || IsBetweenBlocks(file, format, cut))
                Assert.Null(content.Error);
            else
                Assert.Equal(cut < 4 ? 0 : cut, content.Error?.Offset);
        }
    }

    [Theory]
    [InlineData("", 0, "a file of 0 bytes", "pcap or pcapng")]
    [InlineData("7f454c46 02010100", 0, "an ELF file", "pcap or pcapng")]
    [InlineData("12345678", 0, "magic 0x12345678", "pcap or pcapng")]
    [InlineData("d4c3b2a1 0300 0400 00000000 00000000 ffff0000 01000000", 4, "pcap version 3.4", "version 2.4")]
    [InlineData("d4c3b2a1 0200 0400 00000000 00000000 ffff0000 01000000 00000000 00000000 01000400 00000000", 32, "a packet of 262145 captured bytes", "at most 262144")]
    [InlineData("0a0d0d0a 1c000000 4d3c2b1b 01000000 ffffffffffffffff 1c000000", 8, "byte-order magic 0x1b2b3c4d", "0x1a2b3c4d")]
    [InlineData("0a0d0d0a 1c000000 4d3c2b1a 02000000 ffffffffffffffff 1c000000", 12, "pcapng version 2.0", "version 1.0")]
    [InlineData("0a0d0d0a 18000000 4d3c2b1a 01000000 ffffffffffffffff 1c000000", 4, "section header length 24", "at least 28")]
    [InlineData("0a0d0d0a 1c000000 4d3c2b1a 01000000 ffffffffffffffff 20000000", 24, "block length 32", "28 again")]
    [InlineData("0a0d0d0a 1c000000 4d3c2b1a 01000000 ffffffffffffffff 1c000000 06000000 22000000", 32, "block length 34", "a multiple of 4")]
    [InlineData("0a0d0d0a 1c000000 4d3c2b1a 01000000 ffffffffffffffff 1c000000 06000000 10000000 00000000 10000000", 32, "a packet block of 16 bytes", "at least 32")]
    [InlineData("0a0d0d0a 1c000000 4d3c2b1a 01000000 ffffffffffffffff 1c000000 03000000 10000000 00000000 10000000", 36, "a packet of interface 0", "of which there are 0")]
    public void Damage_is_named_with_place_and_expectation(string hex, long offset, string found, string expected)
    {
        var error = ReadAll(Bytes(hex)).Error;
        Assert.NotNull(error);
        Assert.Equal(offset, error.Offset);
        Assert.Equal(found, error.Found);
        Assert.Contains(expected, error.Expected, StringComparison.Ordinal);
        Assert.Equal($"test: byte {offset}: found {found}, expected {error.Expected}", error.Message);
    }

    [Theory]
    [InlineData(CaptureFormat.Pcap)]
    [InlineData(CaptureFormat.PcapNg)]
    public void Flipped_bits_never_do_more_than_raise_the_one_error(CaptureFormat format)
    {
        const int Seed = 20260901;
        var random = new Random(Seed);
        var file = format == CaptureFormat.Pcap ? Write(format, 12) : RichPcapNg();
        for (var round = 0; round < 4000; round++)
        {
            var damaged = (byte[])file.Clone();
            var flips = random.Next(1, 6);
            for (var i = 0; i < flips; i++)
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                ReadAll(damaged);
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {Seed}, round {round}: {e}");
            }
        }
    }

    [Fact]
    public void A_length_that_lies_costs_no_memory()
    {
        // A block of 16 MiB announced, 40 bytes there.
        var file = Bytes("0a0d0d0a 1c000000 4d3c2b1a 01000000 ffffffffffffffff 1c000000 06000000 00000001 00000000");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.NotNull(ReadAll(file).Error);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 << 20);
    }

    static byte[] RichPcapNg() => new PcapNgFile(true).Section()
        .Interface(1, 100, (2, "eth0"u8.ToArray()), (9, [9]))
        .Enhanced(0, 1, [1, 2, 3], 3, (1, "first"u8.ToArray()))
        .Block(4, new byte[20])
        .Simple(5, [1, 2, 3, 4, 5])
        .Packet(0, 7, [1], 1)
        .Section()
        .Interface(101, 0)
        .Enhanced(0, 2, [2, 3], 2)
        .ToArray();

    /// <summary>Where each packet's record ends.</summary>
    static List<long> Boundaries(byte[] file)
    {
        var ends = new List<long>();
        using var reader = CaptureReader.Open(new MemoryStream(file));
        while (reader.TryRead(out _))
            ends.Add(reader.Position);
        return ends;
    }

    /// <summary>A capture without packets is sound after its headers: the pcap header, a section, an interface.</summary>
    static bool IsBetweenBlocks(byte[] file, CaptureFormat format, int cut)
    {
        if (format == CaptureFormat.Pcap)
            return cut == 24;
        var section = BitConverter.ToInt32(file, 4);
        return cut == section || cut == section + BitConverter.ToInt32(file, section + 4);
    }
}
