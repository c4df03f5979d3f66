using System.Buffers.Binary;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Btf.Binary;

/// <summary>The bytes of a <c>.BTF</c> or <c>.BTF.ext</c> section, read in the byte order that its magic tells.</summary>
sealed class BtfBytes
{
    /// <summary>The first two bytes, as a number of the section's own byte order.</summary>
    public const ushort Magic = 0xeb9f;

    /// <summary>The only version of the format.</summary>
    public const byte Version = 1;

    const int FixedHeader = 8;

    readonly byte[] _data;
    readonly string _file;
    readonly string _section;

    /// <summary>Checks magic, version, flags and header length.</summary>
    /// <param name="data">The section.</param>
    /// <param name="file">What errors shall call the file.</param>
    /// <param name="section">The section's name.</param>
    /// <param name="minimumHeader">Bytes that every header of this section has.</param>
    /// <exception cref="BpfFormatException">One of them is wrong.</exception>
    public BtfBytes(byte[] data, string file, string section, int minimumHeader)
    {
        (_data, _file, _section) = (data, file, section);
        if (data.Length < FixedHeader)
            throw Fail(0, $"{data.Length} bytes", $"a header of at least {minimumHeader}");
        IsBigEndian = BinaryPrimitives.ReadUInt16LittleEndian(data) != Magic;
        if (UInt16(0) != Magic)
            throw Fail(0, $"magic 0x{BinaryPrimitives.ReadUInt16LittleEndian(data):x4}", $"0x{Magic:x} in either byte order");
        if (data[2] != Version)
            throw Fail(2, $"version {data[2]}", $"{Version}");
        if (data[3] != 0)
            throw Fail(3, $"flags 0x{data[3]:x}", "none: no flag is defined");
        var header = UInt32(4);
        if (header < minimumHeader || header > data.Length)
            throw Fail(4, $"a header length of {header}", $"{minimumHeader} to {data.Length}, the section's length");
        HeaderLength = (int)header;
    }

    /// <summary>Is the section written for a big-endian machine?</summary>
    public bool IsBigEndian { get; }

    /// <summary>Bytes of the header; offsets in the header count from its end.</summary>
    public int HeaderLength { get; }

    /// <summary>Bytes of the section.</summary>
    public int Length => _data.Length;

    /// <summary>Two bytes at <paramref name="offset"/>, which the caller has checked.</summary>
    public ushort UInt16(int offset) => IsBigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(_data.AsSpan(offset))
        : BinaryPrimitives.ReadUInt16LittleEndian(_data.AsSpan(offset));

    /// <summary>Four bytes at <paramref name="offset"/>, which the caller has checked.</summary>
    public uint UInt32(int offset) => IsBigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(_data.AsSpan(offset))
        : BinaryPrimitives.ReadUInt32LittleEndian(_data.AsSpan(offset));

    /// <summary>The bytes of a part.</summary>
    public ReadOnlySpan<byte> Slice(BtfRange range) => _data.AsSpan(range.Start, range.Length);

    /// <summary>Four bytes as a size or a count that is kept as a signed number.</summary>
    /// <exception cref="BpfFormatException">It does not fit.</exception>
    public int Int31(int offset, string what)
    {
        var value = UInt32(offset);
        return value <= int.MaxValue ? (int)value : throw Fail(offset, $"{what} of {value}", $"at most {int.MaxValue}");
    }

    /// <summary>The part that an offset and a length in the header describe.</summary>
    /// <exception cref="BpfFormatException">It is not within the section, or not aligned.</exception>
    public BtfRange Part(int headerField, string what, int alignment)
    {
        var (offset, length) = (UInt32(headerField), UInt32(headerField + 4));
        if (offset % alignment != 0)
            throw Fail(headerField, $"{what} at offset 0x{offset:x}", $"a multiple of {alignment}");
        if (HeaderLength + (long)offset + length > Length)
            throw Fail(headerField, $"{what} of {length} bytes at 0x{offset:x}",
                $"them to end within the {Length} bytes of the section");
        return new(HeaderLength + (int)offset, (int)length);
    }

    /// <summary>An error at <paramref name="offset"/> of this section.</summary>
    public BpfFormatException Fail(long offset, string found, string expected) =>
        new(_file, _section, offset, found, expected);
}
