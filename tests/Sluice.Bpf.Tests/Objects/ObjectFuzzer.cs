using System.Buffers.Binary;

namespace Sluice.Bpf.Tests.Objects;

/// <summary>Spoils well-formed object files in ways that lead readers astray. The same seed spoils the same way.</summary>
sealed class ObjectFuzzer(int seed)
{
    const int SectionSize = 64, SymbolSize = 24, RelocationSize = 16;

    static readonly ulong[] s_lies =
    [
        0, 1, 2, 7, 8, 15, 16, 24, 63, 64, 0xff, 0xfff1, 0xfff2, 0xffff, 0x10000, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff,
        0x1_0000_0000, 0x7fff_ffff_ffff_ffff, 0x8000_0000_0000_0000, 0xffff_ffff_ffff_fff8, ulong.MaxValue,
    ];

    // Where the fields of a header are, and how wide.
    static readonly (int Offset, int Size)[] s_header = [(4, 1), (5, 1), (16, 2), (18, 2), (40, 8), (58, 2), (60, 2), (62, 2)];

    static readonly (int Offset, int Size)[] s_section = [(0, 4), (4, 4), (8, 8), (24, 8), (32, 8), (40, 4), (44, 4), (56, 8)];

    static readonly (int Offset, int Size)[] s_symbol = [(0, 4), (4, 1), (6, 2), (8, 8), (16, 8)];

    static readonly (int Offset, int Size)[] s_relocation = [(0, 8), (8, 4), (12, 4)];

    readonly Random _random = new(seed);

    /// <summary>A spoiled copy of <paramref name="image"/>, a little-endian file.</summary>
    public byte[] Spoil(ReadOnlySpan<byte> image)
    {
        var spoiled = image.ToArray();
        for (var changes = _random.Next(1, 4); changes > 0 && spoiled.Length > SectionSize; changes--)
        {
            spoiled = _random.Next(8) switch
            {
                0 => FlipBits(spoiled),
                1 => spoiled[.._random.Next(spoiled.Length)],
                2 => Lie(spoiled, 0, s_header),
                3 or 4 => LieInTable(spoiled, null, SectionSize, s_section),
                5 => LieInTable(spoiled, 2, SymbolSize, s_symbol),
                6 => LieInTable(spoiled, 9, RelocationSize, s_relocation),
                _ => FlipBitsOfContents(spoiled),
            };
        }

        return spoiled;
    }

    byte[] FlipBits(byte[] image)
    {
        for (var flips = _random.Next(1, 9); flips > 0; flips--)
            image[_random.Next(image.Length)] ^= (byte)(1 << _random.Next(8));
        return image;
    }

    byte[] FlipBitsOfContents(byte[] image)
    {
        if (Pick(image, null) is var (offset, size) && size > 0)
            image[offset + _random.Next(size)] ^= (byte)(1 << _random.Next(8));
        return image;
    }

    // A lie in an entry of a section of a type, or in an entry of the section table itself.
    byte[] LieInTable(byte[] image, uint? type, int entry, (int Offset, int Size)[] fields)
    {
        var (offset, size) = type is null ? SectionTable(image) : Pick(image, type) ?? (0, 0);
        return size < entry ? image : Lie(image, offset + _random.Next(size / entry) * entry, fields);
    }

    byte[] Lie(byte[] image, int at, (int Offset, int Size)[] fields)
    {
        var (offset, size) = fields[_random.Next(fields.Length)];
        var lie = _random.Next(4) == 0 ? (ulong)_random.Next(image.Length + 1) : s_lies[_random.Next(s_lies.Length)];
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, lie);
        bytes[..size].CopyTo(image.AsSpan(at + offset));
        return image;
    }

    static (int Offset, int Size) SectionTable(byte[] image)
    {
        var start = BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(40));
        var count = BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(60));
        return start <= (ulong)image.Length && (ulong)count * SectionSize <= (ulong)image.Length - start
            ? ((int)start, count * SectionSize)
            : (0, 0);
    }

    (int Offset, int Size)? Pick(byte[] image, uint? type)
    {
        var (table, length) = SectionTable(image);
        var sections = new List<(int, int)>();
        for (var at = table; at < table + length; at += SectionSize)
        {
            var offset = BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(at + 24));
            var size = BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(at + 32));
            if (type is not null && BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(at + 4)) != type)
                continue;
            if (offset <= (ulong)image.Length && size <= (ulong)image.Length - offset)
                sections.Add(((int)offset, (int)size));
        }

        return sections.Count == 0 ? null : sections[_random.Next(sections.Count)];
    }
}
