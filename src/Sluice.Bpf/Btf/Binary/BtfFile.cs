using System.Buffers.Binary;
using System.Text;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Btf.Binary;

/// <summary>
/// Finds the bytes of a <c>.BTF</c> section in a file: raw, as /sys/kernel/btf has them, or in a 64-bit ELF file of any
/// machine, of which only the section table is read. A vmlinux with debug information has hundreds of megabytes.
/// </summary>
sealed class BtfFile
{
    // The gABI's Elf64_Ehdr and Elf64_Shdr.
    const int HeaderBytes = 64, SectionBytes = 64;
    const int MaxSections = 1 << 20;

    static readonly byte[] s_magic = [0x7f, (byte)'E', (byte)'L', (byte)'F'];

    readonly FileStream _stream;
    readonly string _path;
    readonly bool _isBigEndian;
    readonly byte[] _header;

    BtfFile(FileStream stream, string path, byte[] header)
    {
        (_stream, _path, _header) = (stream, path, header);
        if (header.Length < HeaderBytes || header[4] != 2 || header[5] is not (1 or 2))
            throw Fail(4, $"class {header.ElementAtOrDefault(4)}, byte order {header.ElementAtOrDefault(5)}", "a 64-bit ELF file");
        _isBigEndian = header[5] == 2;
    }

    /// <summary>The section's bytes.</summary>
    /// <exception cref="BpfFormatException">It is an ELF file without a <c>.BTF</c> section, or a malformed one.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static byte[] Read(string path)
    {
        using var stream = File.OpenRead(path);
        var header = new byte[HeaderBytes];
        Array.Resize(ref header, stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false));
        return header.AsSpan().StartsWith(s_magic) ? new BtfFile(stream, path, header).ReadSection() : ReadAll(stream, header);
    }

    // Files of /sys tell a length of their own only when they are read.
    static byte[] ReadAll(FileStream stream, byte[] begin)
    {
        using var all = new MemoryStream((int)Math.Clamp(stream.Length, begin.Length, int.MaxValue / 2));
        all.Write(begin);
        stream.CopyTo(all);
        return all.Length == all.Capacity ? all.GetBuffer() : all.ToArray();
    }

    byte[] ReadSection()
    {
        var table = UInt64(_header, 40);
        var (count, names) = ((int)UInt16(_header, 60), (int)UInt16(_header, 62));
        var first = ReadBytes(table, SectionBytes, 40, "the section table");
        // Counts that do not fit their fields stand in the first section's size and link.
        if (count == 0)
            count = (int)Math.Min(UInt64(first, 32), MaxSections + 1);
        if (names == 0xffff)
            names = (int)Math.Min(UInt32(first, 40), MaxSections + 1);
        if (count > MaxSections || names >= count)
            throw Fail(60, $"{count} sections, names in section {names}", $"at most {MaxSections}, names in one of them");

        var sections = ReadBytes(table, count * SectionBytes, 40, "the section table");
        var strings = ReadContents(sections, names);
        for (var i = 0; i < count; i++)
        {
            if (NameAt(strings, UInt32(sections, i * SectionBytes)) == ".BTF")
                return ReadContents(sections, i);
        }

        throw Fail(40, "no section .BTF", "one: compile with -g, or link the kernel with CONFIG_DEBUG_INFO_BTF");
    }

    byte[] ReadContents(byte[] sections, int index)
    {
        var at = index * SectionBytes;
        var size = UInt64(sections, at + 32);
        return size <= int.MaxValue
            ? ReadBytes(UInt64(sections, at + 24), (int)size, 40, $"section {index}")
            : throw Fail(40, $"section {index} of {size} bytes", $"at most {int.MaxValue}");
    }

    byte[] ReadBytes(ulong offset, int length, int field, string what)
    {
        if (offset > (ulong)_stream.Length || (ulong)length > (ulong)_stream.Length - offset)
            throw Fail(field, $"{what} of {length} bytes at 0x{offset:x}", $"it within the {_stream.Length} bytes of the file");
        var bytes = new byte[length];
        _stream.Position = (long)offset;
        _stream.ReadExactly(bytes);
        return bytes;
    }

    static string NameAt(byte[] strings, uint offset)
    {
        if (offset >= strings.Length)
            return "";
        var rest = strings.AsSpan((int)offset);
        var end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }

    ushort UInt16(byte[] bytes, int offset) => _isBigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(offset))
        : BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(offset));

    uint UInt32(byte[] bytes, int offset) => _isBigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(offset))
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(offset));

    ulong UInt64(byte[] bytes, int offset) => _isBigEndian
        ? BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(offset))
        : BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(offset));

    BpfFormatException Fail(long offset, string found, string expected) => new(_path, "ELF header", offset, found, expected);
}
