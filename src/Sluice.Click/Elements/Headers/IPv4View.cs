using System.Buffers.Binary;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary>An IPv4 header where it lies in a packet, to read and to write. Nothing is checked: 20 bytes must be there.</summary>
/// <remarks>Members called Word give bytes as they lie in memory: one's complement sums are the same in either order (RFC 1071).</remarks>
readonly unsafe struct IPv4View(byte* header)
{
    public const int MinSize = IPv4Header.MinSize;

    public const int DontFragment = 0x4000, MoreFragments = 0x2000, OffsetMask = 0x1fff;

    public byte* Start => header;

    public int Version => header[0] >> 4;

    public int HeaderLength
    {
        get => (header[0] & 15) * 4;
        set => header[0] = (byte)(0x40 | value / 4);
    }

    public byte TypeOfService
    {
        get => header[1];
        set => header[1] = value;
    }

    public int TotalLength
    {
        get => Read16(header + 2);
        set => Write16(header + 2, value);
    }

    public int Identification
    {
        get => Read16(header + 4);
        set => Write16(header + 4, value);
    }

    /// <summary>Flags and offset.</summary>
    public int Fragment
    {
        get => Read16(header + 6);
        set => Write16(header + 6, value);
    }

    /// <summary>Is it a piece of a datagram, the first or a later one?</summary>
    public bool IsFragment => (Fragment & (MoreFragments | OffsetMask)) != 0;

    /// <summary>Does it begin with a transport header?</summary>
    public bool IsFirstFragment => (Fragment & OffsetMask) == 0;

    public byte TimeToLive
    {
        get => header[8];
        set => header[8] = value;
    }

    public byte Protocol
    {
        get => header[9];
        set => header[9] = value;
    }

    public ushort ChecksumWord
    {
        get => *(ushort*)(header + 10);
        set => *(ushort*)(header + 10) = value;
    }

    public uint SourceWord
    {
        get => *(uint*)(header + 12);
        set => *(uint*)(header + 12) = value;
    }

    public uint DestinationWord
    {
        get => *(uint*)(header + 16);
        set => *(uint*)(header + 16) = value;
    }

    public IPv4Address Source => FromWord(SourceWord);

    public IPv4Address Destination => FromWord(DestinationWord);

    public bool IsChecksumValid => InternetChecksum.IsValid(new ReadOnlySpan<byte>(header, HeaderLength));

    /// <summary>Computes the checksum anew.</summary>
    public void SetChecksum()
    {
        ChecksumWord = 0;
        Write16(header + 10, InternetChecksum.Compute(new ReadOnlySpan<byte>(header, HeaderLength)));
    }

    /// <summary>Changes a 16-bit word of the header and its checksum (RFC 1624).</summary>
    public void Change16(int offset, ushort word)
    {
        var field = (ushort*)(header + offset);
        ChecksumWord = InternetChecksum.Update(ChecksumWord, *field, word);
        *field = word;
    }

    public static IPv4Address FromWord(uint word) => new(BinaryPrimitives.ReverseEndianness(word));

    public static uint ToWord(IPv4Address address) => BinaryPrimitives.ReverseEndianness(address.Value);

    public static int Read16(byte* field) => field[0] << 8 | field[1];

    public static uint Read32(byte* field) => BinaryPrimitives.ReverseEndianness(*(uint*)field);

    public static void Write16(byte* field, int value)
    {
        field[0] = (byte)(value >> 8);
        field[1] = (byte)value;
    }

    public static void Write32(byte* field, uint value) => *(uint*)field = BinaryPrimitives.ReverseEndianness(value);
}
