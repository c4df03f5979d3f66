using static Sluice.Packets.Tests.CaptureFiles;

namespace Sluice.Packets.Tests;

/// <summary>Files written by hand, byte for byte.</summary>
public sealed class CaptureVectorTests
{
    // One packet at 1.000002 s (or 1.000000002 s), 3 bytes kept of 5, link type 1, snap length 65535.
    [Theory]
    [InlineData("d4c3b2a1 0200 0400 00000000 00000000 ffff0000 01000000   01000000 02000000 03000000 05000000 aabbcc", 1_000_002_000, TimestampResolution.Microseconds)]
    [InlineData("a1b2c3d4 0002 0004 00000000 00000000 0000ffff 00000001   00000001 00000002 00000003 00000005 aabbcc", 1_000_002_000, TimestampResolution.Microseconds)]
    [InlineData("4d3cb2a1 0200 0400 00000000 00000000 ffff0000 01000000   01000000 02000000 03000000 05000000 aabbcc", 1_000_000_002, TimestampResolution.Nanoseconds)]
    [InlineData("a1b23c4d 0002 0004 00000000 00000000 0000ffff 00000001   00000001 00000002 00000003 00000005 aabbcc", 1_000_000_002, TimestampResolution.Nanoseconds)]
    public void Reads_pcap_in_both_byte_orders_and_resolutions(string hex, long timestamp, TimestampResolution resolution)
    {
        var content = ReadAll(Bytes(hex));
        Assert.Null(content.Error);
        Assert.Equal([new CaptureInterface(LinkType.Ethernet, 65535, resolution)], content.Interfaces);
        Assert.Equal([new Packet(timestamp, LinkType.Ethernet, "AABBCC", 5, 0, null)], content.Packets);
    }

    [Fact]
    public void Reads_the_frame_check_length_above_the_link_type()
    {
        var content = ReadAll(Bytes("d4c3b2a1 0200 0400 00000000 00000000 ffff0000 01000024"));
        Assert.Equal(4, content.Interfaces[0].FrameCheckLength);
        Assert.Equal(LinkType.Ethernet, content.Interfaces[0].LinkType);
    }

    /// <summary>Every kind of block, in one section of each byte order.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reads_every_kind_of_pcapng_block(bool bigEndian)
    {
        var file = new PcapNgFile(bigEndian)
            .Section()
            .Interface(1, 65535, (2, "eth0"u8.ToArray()), (3, "uplink"u8.ToArray()), (9, [9]))
            .Interface(101, 4, (9, [0x83]))
            .Block(4, [0, 0, 0, 0]) // name resolution
            .Enhanced(0, 1_000_000_007, [1, 2, 3], 60, (1, "hello"u8.ToArray()))
            .Block(5, new byte[12]) // interface statistics
            .Packet(1, 20, [4, 5], 2)
            .Block(0xbad, new byte[8])
            .Block(0x40000bad, new byte[8])
            .Simple(9, [6, 7, 8, 9, 10, 11, 12, 13, 14])
            .ToArray();
        var content = ReadAll(file);
        Assert.Null(content.Error);
        Assert.Equal(
            [
                new CaptureInterface(LinkType.Ethernet, 65535, TimestampResolution.Nanoseconds) { Name = "eth0", Description = "uplink" },
                new CaptureInterface(LinkType.Raw, 4, TimestampResolution.Nanoseconds),
            ],
            content.Interfaces);
        Assert.Equal(
            [
                new Packet(1_000_000_007, LinkType.Ethernet, "010203", 60, 0, "hello"),
                new Packet(2_500_000_000, LinkType.Raw, "0405", 2, 1, null), // 20 eighths of a second
                new Packet(0, LinkType.Ethernet, "060708090A0B0C0D0E", 9, 0, null),
            ],
            content.Packets);
    }

    [Fact]
    public void Numbers_interfaces_across_sections_of_different_byte_orders()
    {
        var little = new PcapNgFile(false).Section().Interface(1, 0).Interface(101, 0).Enhanced(1, 1, [1], 1);
        var big = new PcapNgFile(true).Section().Interface(1, 0).Interface(228, 0).Enhanced(0, 2, [2], 1).Enhanced(1, 3, [3], 1);
        var content = ReadAll([.. little.ToArray(), .. big.ToArray()]);
        Assert.Null(content.Error);
        Assert.Equal([LinkType.Ethernet, LinkType.Raw, LinkType.IPv4], content.Interfaces.Select(i => i.LinkType));
        Assert.Equal([(1, LinkType.Raw), (0, LinkType.Ethernet), (2, LinkType.IPv4)], content.Packets.Select(p => (p.InterfaceId, p.LinkType)));
    }

    [Fact]
    public void Keeps_no_memory_for_sections_that_repeat_their_interfaces()
    {
        var section = new PcapNgFile(false).Section().Interface(1, 0, (2, "eth0"u8.ToArray())).Enhanced(0, 1, [1], 1).ToArray();
        var content = ReadAll(Enumerable.Repeat(section, 100).SelectMany(b => b).ToArray());
        Assert.Null(content.Error);
        Assert.Equal(100, content.Packets.Count);
        Assert.Single(content.Interfaces);
    }

    // Ticks, if_tsresol, if_tsoffset, nanoseconds.
    [Theory]
    [InlineData(5UL, 0, 0L, 5_000_000_000)]
    [InlineData(5UL, 3, 0L, 5_000_000)]
    [InlineData(5_000_001UL, 6, 10L, 15_000_001_000)]
    [InlineData(5UL, 9, -1L, -999_999_995)]
    [InlineData(5_999UL, 12, 0L, 5)]
    [InlineData(ulong.MaxValue, 19, 0L, 1_844_674_407)]
    [InlineData(ulong.MaxValue, 127, 0L, 0)]
    [InlineData(3UL, 0x81, 0L, 1_500_000_000)]
    [InlineData(1UL << 32, 0xa0, 0L, 1_000_000_000)]
    [InlineData(ulong.MaxValue, 0xff, 0L, 0)]
    [InlineData(ulong.MaxValue, 0, 0L, long.MaxValue)]
    [InlineData(ulong.MaxValue, 9, 0L, long.MaxValue)]
    [InlineData(0UL, 9, long.MinValue, long.MinValue)]
    public void Converts_any_timestamp_resolution_and_offset(ulong ticks, int resolution, long offset, long nanoseconds)
    {
        var file = new PcapNgFile(false).Section()
            .Interface(1, 0, (9, [(byte)resolution]), (14, BitConverter.GetBytes(offset)))
            .Enhanced(0, ticks, [1], 1);
        Assert.Equal(nanoseconds, ReadAll(file.ToArray()).Packets[0].Timestamp);
    }
}
