using System.Buffers.Binary;
using System.Diagnostics;
using Sluice.Bpf.Elf;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Tests.Objects;

namespace Sluice.Bpf.Tests.Elf;

public class ElfFileTests
{
    const int SectionHeader = 64;

    static readonly byte[] s_image = ObjectFiles.Bytes("tests/Sluice.Bpf.Tests/testdata/clang-19/maps.o");

    public static TheoryData<string> Files => ObjectFiles.All;

    [Theory]
    [InlineData(0, 4, 0, "ELF header+0x0: found bytes 00000000, expected 7f454c46, an ELF file")]
    [InlineData(4, 1, 1, "ELF header+0x4: found class 1, expected 2, a 64-bit file")]
    [InlineData(5, 1, 3, "ELF header+0x5: found byte order 3, expected 1 (little-endian) or 2 (big-endian)")]
    [InlineData(6, 1, 0, "ELF header+0x6: found version 0, expected 1")]
    [InlineData(16, 2, 2, "ELF header+0x10: found file type 2, expected 1, a relocatable object file")]
    [InlineData(18, 2, 62, "ELF header+0x12: found machine 62, expected 247, BPF")]
    [InlineData(40, 8, 0, "ELF header+0x28: found no section table, expected an object file, which has one")]
    [InlineData(40, 8, -8, "section table+0x28: found 64 bytes at 0xfffffffffffffff8, expected them within the file's *")]
    [InlineData(58, 2, 40, "ELF header+0x3a: found section headers of 40 bytes, expected 64")]
    [InlineData(60, 2, 65535, "ELF header+0x3c: found 65535 sections, expected no more than fit into * bytes")]
    [InlineData(62, 2, 9999, "ELF header+0x3e: found section names in section 9999, expected one of *")]
    public void Refuses_a_lying_header(int offset, int size, long lie, string message) =>
        AssertRefused(Lie(s_image, offset, size, lie), message);

    [Theory]
    [InlineData(".symtab", 24, 8, -1, ".symtab+0x*: found * bytes at 0xffffffffffffffff, expected them within the file's *")]
    [InlineData(".symtab", 32, 8, -1, ".symtab+0x*: found 18446744073709551615 bytes at 0x*, expected them within the file's *")]
    [InlineData(".symtab", 32, 8, 25, ".symtab+0x*: found 25 bytes, expected a multiple of 24")]
    [InlineData(".symtab", 40, 4, 999, ".symtab+0x*: found a link to section 999, expected one of *")]
    [InlineData(".symtab", 40, 4, 2, ".symtab+0x0: found names in section 2, which is no string table, expected a string table")]
    [InlineData(".symtab", 56, 8, 0, ".symtab+0x*: found entries of 0 bytes, expected entries of 24")]
    [InlineData(".relxdp", 44, 4, 0, ".relxdp+0x*: found relocations of section 0, expected one of *")]
    [InlineData(".maps", 24, 8, 64, "*+0x0: found its bytes at 0x40 within those of *, expected sections that do not overlap")]
    [InlineData(".relxdp", 4, 4, 2, ".relxdp+0x*: found entries of 16 bytes, expected entries of 24")]
    [InlineData("license", 4, 4, 2, "license+0x*: found entries of 0 bytes, expected entries of 24")]
    [InlineData("license", 0, 4, 0x7fffffff, "section names+0x7fffffff: found a name in a table of * bytes, expected it to lie within the table")]
    public void Refuses_a_lying_section_header(string section, int offset, int size, long lie, string message)
    {
        var table = (int)BinaryPrimitives.ReadUInt64LittleEndian(s_image.AsSpan(40));
        var index = ElfFile.Read(s_image, "maps.o").FindSection(section)!.Index;

        AssertRefused(Lie(s_image, table + index * SectionHeader + offset, size, lie), message);
    }

    [Fact]
    public void Refuses_zeros_without_end()
    {
        var image = ObjectFiles.Bytes("tests/Sluice.Bpf.Tests/testdata/clang-19/globals.o");
        var table = (int)BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(40));
        var index = ElfFile.Read(image, "maps.o").FindSection(".bss")!.Index;

        AssertRefused(Lie(image, table + index * SectionHeader + 32, 8, long.MaxValue),
            ".bss+0x0: found 9223372036854775807 zero bytes, expected at most 268435456");
    }

    [Fact]
    public void Refuses_a_truncated_file_at_every_length()
    {
        for (var length = 0; length < s_image.Length; length += 7)
            Assert.Throws<BpfFormatException>(() => BpfObject.Read(s_image.AsMemory(0, length), "maps.o"));
    }

    [Fact]
    public void Refuses_names_that_share_one_endless_string()
    {
        // 20 000 symbols, each named by another tail of one string of 20 000 letters: 200 MB of names in 500 kB of file.
        const int count = 20_000;
        var strings = new byte[count + 2];
        strings.AsSpan(1, count).Fill((byte)'x');
        var symbols = Enumerable.Range(0, count).SelectMany(i => TestElf.Symbol(i, 0, 0, 0, 0)).ToArray();

        AssertRefused(TestElf.Build(new(".strtab", 3, strings), new(".symtab", 2, symbols, 1, 24)),
            ".strtab+0x*: found names that overlap many times over, expected names that share at most their tails");
    }

    [Fact]
    public void Refuses_a_name_without_an_end()
    {
        byte[] symbols = [.. TestElf.Symbol(0, 0, 0, 0, 0), .. TestElf.Symbol(1, 0, 0, 0, 0)];

        AssertRefused(TestElf.Build(new(".strtab", 3, "\0abc"u8.ToArray()), new(".symtab", 2, symbols, 1, 24)),
            ".strtab+0x1: found a name that runs to the end of the table, expected it to end in a zero byte");
    }

    [Theory, MemberData(nameof(Files))]
    public void Sees_the_sections_that_readelf_sees(string path)
    {
        if (!File.Exists("/usr/bin/llvm-readelf-19"))
            Assert.Skip("needs llvm-readelf-19");
        var file = ElfFile.Read(ObjectFiles.Bytes(path), path);
        var start = new ProcessStartInfo("/usr/bin/llvm-readelf-19", ["-S", "-s", "--elf-output-style=JSON", Path.Combine(ObjectFiles.Root, path)])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var json = System.Text.Json.JsonDocument.Parse(process.StandardOutput.ReadToEnd()).RootElement[0];

        Assert.Equal(
            json.GetProperty("Sections").EnumerateArray().Select(item => item.GetProperty("Section"))
                .Select(section => (section.GetProperty("Name").GetProperty("Name").GetString()!, section.GetProperty("Size").GetInt32())),
            file.Sections.Select(section => (section.Name, section.Size)));
        Assert.Equal(
            json.GetProperty("Symbols").EnumerateArray().Select(item => item.GetProperty("Symbol"))
                .Select(symbol => (symbol.GetProperty("Name").GetProperty("Name").GetString()!, symbol.GetProperty("Value").GetUInt64(),
                    symbol.GetProperty("Size").GetUInt64(), symbol.GetProperty("Section").GetProperty("Value").GetInt32())),
            file.Symbols.Select(symbol => (symbol.Name, symbol.Value, symbol.Size, symbol.Section)));
    }

    static byte[] Lie(byte[] image, int offset, int size, long lie)
    {
        var lying = image.ToArray();
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, lie);
        bytes[..size].CopyTo(lying.AsSpan(offset));
        return lying;
    }

    // A star in the message stands for anything.
    static void AssertRefused(byte[] image, string message)
    {
        var error = Assert.Throws<BpfFormatException>(() => BpfObject.Read(image, "maps.o"));
        var pattern = "^maps\\.o: " + string.Join(".*", message.Split('*').Select(System.Text.RegularExpressions.Regex.Escape)) + "$";
        Assert.Matches(pattern, error.Message);
    }
}
