using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Bpf.Tests.Elf;

namespace Sluice.Bpf.Tests.Objects;

public class MapDefinitionTests
{
    [Theory]
    [InlineData("colour=3", "a map definition with member 'colour', expected one of type, max_entries, map_flags, *")]
    [InlineData("key_size=4 key=flow", "a map definition with key_size 4 and key type 'struct flow' of 13 bytes, expected them to agree")]
    [InlineData("value=flow value_size=14", "a map definition with value_size 14 and value type 'struct flow' of 13 bytes, expected them to agree")]
    [InlineData("key_size=4 key_size=8", "key_size 4 and 8, expected one size")]
    [InlineData("pinning=2", "pinning 2, expected LIBBPF_PIN_NONE (0) or LIBBPF_PIN_BY_NAME (1)")]
    [InlineData("key=void", "a map definition with key type [0] of no size, expected a type that has one")]
    [InlineData("values=flow", "'values' in a map of type Hash, expected a map of maps or a program array, whose type comes first")]
    [InlineData("max_entries=flow", "member 'max_entries' of another shape, expected a number (__uint or __ulong)")]
    [InlineData("max_entries=4294967295", "max_entries 4294967295, expected at most 2147483647")]
    public void Refuses_a_contradiction(string members, string message)
    {
        var error = Assert.Throws<BpfFormatException>(() => BpfObject.Read(WithMap($"type=1 {members}"), "nat.bpf.o"));

        Assert.Matches("^nat\\.bpf\\.o: \\.maps\\+0x0: found "
            + string.Join(".*", message.Split('*').Select(System.Text.RegularExpressions.Regex.Escape)) + "$", error.Message);
    }

    [Fact]
    public void Refuses_a_definition_without_a_type() => Assert.Contains("found a map definition without a type",
        Assert.Throws<BpfFormatException>(() => BpfObject.Read(WithMap("key_size=4"), "nat.bpf.o")).Message, StringComparison.Ordinal);

    [Fact]
    public void Takes_every_number_of_32_bits()
    {
        var map = BpfObject.Read(WithMap("type=20736 key=flow value_size=8 max_entries=1073741824 map_flags=2147483648"), "nat.bpf.o").Maps[0];

        Assert.Equal((MapType.TimeoutHash, 13, 8, 1 << 30, MapFlags.AbsoluteTimeout),
            (map.Type, map.KeySize, map.ValueSize, map.MaxEntries, map.Flags));
    }

    // A file with one map, defined as described: name=number or name=type.
    static byte[] WithMap(string members)
    {
        var builder = new BtfBuilder();
        var number = builder.Integer("int", 4, BtfIntegerEncoding.Signed);
        var flow = builder.Struct("flow", 13, [new("bytes", builder.Array(number, 3, number), 0, 0)]);
        BtfType Type(string text) => text switch
        {
            "flow" => builder.Pointer(flow),
            "void" => builder.Pointer(builder.Void),
            _ when uint.Parse(text) is var value and <= int.MaxValue => builder.Pointer(builder.Array(number, (int)value, number)),
            _ => builder.Enum("", 8, [new("unique", uint.Parse(text))]),
        };

        var parts = members.Split(' ').Select(member => member.Split('=')).ToArray();
        var fields = parts.Select((part, i) => new BtfMember(part[0], Type(part[1]), i * 64, 0)).ToArray();
        var definition = builder.Struct("", parts.Length * 8, fields);
        builder.DataSection(".maps", definition.Size, new BtfSectionVariable(builder.Variable("map", definition), 0, definition.Size));
        byte[] symbols = [.. TestElf.Symbol(0, 0, 0, 0, 0), .. TestElf.Symbol(1, 0x11, 3, 0, definition.Size)];
        return TestElf.Build(
            new(".strtab", 3, "\0map\0"u8.ToArray()),
            new(".symtab", 2, symbols, Link: 1, Entry: 24),
            new(".maps", 1, new byte[definition.Size]),
            new(".BTF", 1, BtfWriter.Write(builder.Build())));
    }
}
