namespace Sluice.Packets;

/// <summary>Block types, option codes and sizes of pcapng (draft-ietf-opsawg-pcapng, sections 3 and 4).</summary>
static class PcapNgBlock
{
    public const uint SectionHeader = 0x0a0d0d0a;
    public const uint InterfaceDescription = 1;
    public const uint Packet = 2;
    public const uint SimplePacket = 3;
    public const uint EnhancedPacket = 6;

    public const uint ByteOrderMagic = 0x1a2b3c4d;
    public const ushort MajorVersion = 1;
    public const long UnknownSectionLength = -1;

    /// <summary>Type, total length, and the total length again at the end.</summary>
    public const int Overhead = 12;
    public const int HeaderSize = 8;
    public const int TrailerSize = 4;
    public const int SectionHeaderSize = 16;
    public const int InterfaceHeaderSize = 8;
    public const int EnhancedHeaderSize = 20;
    public const int SimpleHeaderSize = 4;

    public const ushort EndOfOptions = 0;
    public const ushort InterfaceName = 2;
    public const ushort InterfaceDescriptionText = 3;
    public const ushort InterfaceResolution = 9;
    public const ushort InterfaceFrameCheckLength = 13;
    public const ushort InterfaceTimeOffset = 14;

    /// <summary>Bytes taken by <paramref name="length"/> bytes padded to a multiple of four.</summary>
    public static int Padded(int length) => (length + 3) & ~3;
}
