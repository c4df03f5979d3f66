using System.Buffers.Binary;

namespace Sluice.Packets;

/// <summary>The first bytes of capture files, as a big-endian number.</summary>
static class CaptureMagic
{
    public const ushort Gzip = 0x1f8b;
    public const uint SectionHeader = 0x0a0d0d0a;
    public const uint PcapMicroseconds = 0xa1b2c3d4;
    public const uint PcapNanoseconds = 0xa1b23c4d;

    /// <summary>Formats that people mistake for captures, so that an error can name them.</summary>
    static readonly (uint Magic, uint Mask, string Name)[] s_others =
    [
        (0x28b52ffd, 0xffffffff, "a Zstandard-compressed"),
        (0x04224d18, 0xffffffff, "an LZ4-compressed"),
        (0xfd377a58, 0xffffffff, "an xz-compressed"),
        (0x425a6800, 0xffffff00, "a bzip2-compressed"),
        (0x504b0304, 0xffffffff, "a ZIP"),
        (0x736e6f6f, 0xffffffff, "a snoop"),
        (0xa1b2cd34, 0xffffffff, "a modified (Kuznetzov) pcap"),
        (0x34cdb2a1, 0xffffffff, "a modified (Kuznetzov) pcap"),
        (0x7f454c46, 0xffffffff, "an ELF"),
    ];

    public static bool IsPcap(uint bigEndian) =>
        IsPcapMagic(bigEndian) || IsPcapMagic(BinaryPrimitives.ReverseEndianness(bigEndian));

    public static bool IsPcapMagic(uint magic) => magic is PcapMicroseconds or PcapNanoseconds;

    public static string? NameOfOther(uint bigEndian)
    {
        foreach (var (magic, mask, name) in s_others)
        {
            if ((bigEndian & mask) == magic)
                return name;
        }

        return null;
    }
}
