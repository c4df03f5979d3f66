using System.Buffers.Binary;
using System.Text;

namespace Sluice.Bpf.Tests.Elf;

/// <summary>Little-endian files put together section by section, with whatever the test wants to stand there.</summary>
static class TestElf
{
    const int Header = 64, SectionHeader = 64;

    /// <summary>A section; its number is its place from 1.</summary>
    public sealed record Section(string Name, int Type, byte[] Bytes, int Link = 0, int Entry = 0);

    public static byte[] Build(params Section[] sections)
    {
        var names = Encoding.ASCII.GetBytes('\0' + string.Join('\0', sections.Select(section => section.Name)) + "\0.names\0");
        Section[] all = [.. sections, new(".names", 3, names)];
        var (image, headers) = (new List<byte>(new byte[Header]), new List<byte>(new byte[SectionHeader]));
        var name = 1;
        foreach (var section in all)
        {
            var header = new byte[SectionHeader];
            BinaryPrimitives.WriteInt32LittleEndian(header, name);
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), section.Type);
            BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(24), image.Count);
            BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(32), section.Bytes.Length);
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(40), section.Link);
            BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(56), section.Entry);
            headers.AddRange(header);
            image.AddRange(section.Bytes);
            name += section.Name.Length + 1;
        }

        var file = image.Concat(headers).ToArray();
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(file);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(16), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(18), 247);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(40), image.Count);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(58), SectionHeader);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(60), (short)(all.Length + 1));
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(62), (short)all.Length);
        return file;
    }

    /// <summary>The bytes of a symbol.</summary>
    public static byte[] Symbol(int name, int info, int section, long value, long size)
    {
        var symbol = new byte[24];
        BinaryPrimitives.WriteInt32LittleEndian(symbol, name);
        symbol[4] = (byte)info;
        BinaryPrimitives.WriteInt16LittleEndian(symbol.AsSpan(6), (short)section);
        BinaryPrimitives.WriteInt64LittleEndian(symbol.AsSpan(8), value);
        BinaryPrimitives.WriteInt64LittleEndian(symbol.AsSpan(16), size);
        return symbol;
    }
}
