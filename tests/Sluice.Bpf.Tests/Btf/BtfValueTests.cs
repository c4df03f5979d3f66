using System.Buffers;
using System.Text;
using System.Text.Json;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Btf.Values;

namespace Sluice.Bpf.Tests.Btf;

public sealed class BtfValueTests
{
    static readonly Dictionary<string, BtfType> s_types = BuildTypes();

    public static TheoryData<int, string> Vectors => [.. File
        .ReadLines(TestObjects.PathOf("../Btf/values.txt"))
        .Select((text, index) => (Line: index + 1, text))
        .Where(row => row.text.Length > 0 && row.text[0] != '#')];

    [Theory, MemberData(nameof(Vectors))]
    public void Formats_and_parses(int line, string vector)
    {
        Assert.True(line > 0);
        var cells = vector.Split(';', StringSplitOptions.TrimEntries);
        var (type, format) = (s_types[cells[0]], Enum.Parse<BtfValueFormat>(cells[1]));
        var bytes = Convert.FromHexString(cells[2].Replace(" ", "", StringComparison.Ordinal));
        var formatter = new BtfValueFormatter(type, format);
        Assert.Equal(cells[3], formatter.Format(bytes));
        Assert.Equal(cells[4], Json(formatter, bytes), StringComparer.OrdinalIgnoreCase);

        var parser = new BtfValueParser(type, bytes.Length, format);
        using var document = JsonDocument.Parse(cells[4]);
        Assert.Equal(bytes, parser.Parse(document.RootElement));
        // Objects for people have no quotes around names; words, numbers and arrays of them are the same in both.
        if (cells[3][0] is not ('{' or '['))
            Assert.Equal(bytes, parser.Parse(cells[3]));
    }

    [Theory]
    [InlineData("u8", "256", "value: found 256, expected 0 to 255")]
    [InlineData("s32", "2147483648", "value: found 2147483648, expected -2147483648 to 2147483647")]
    [InlineData("u32", "ten", "value: found 'ten', expected an unsigned number of 32 bits")]
    [InlineData("u32", "0x", "value: found '0x', expected an unsigned number of 32 bits")]
    [InlineData("__be32", "10.0.1", "value: found '10.0.1', expected an IPv4 address")]
    [InlineData("in6_addr", "10.0.0.1", "value: found '10.0.0.1', expected an IPv6 address")]
    [InlineData("state", "OPENED", "value: found 'OPENED', expected one of OPEN, CLOSED, or a number")]
    [InlineData("flow", "7", "value: found \"7\", expected an object with members of struct 'flow'")]
    [InlineData("flow", "{\"sport\": 7}", "sport: found no such member, expected one of source, port, protocol, state")]
    [InlineData("flow", "{\"source\": [1]}", "source: found an array, expected a number or a word")]
    [InlineData("flow", "{\"port\": 65536}", "port: found 65536, expected 0 to 65535")]
    [InlineData("flow", "{\"port\": ", "value: found '{\"port\": ', which is no JSON at byte 9, expected an object, an array or a word")]
    [InlineData("numbers", "[1, 2, 3, 4]", "value: found 4 elements, expected at most 3")]
    [InlineData("numbers", "[1, -1]", "[1]: found -1, expected 0 to 65535")]
    [InlineData("text8", "too long a text", "value: found text of 15 bytes, expected at most 8")]
    [InlineData("bytes6", "02:00", "value: found '02:00', expected bytes in hexadecimal, such as 'c0 00 02 01'")]
    [InlineData("bytes6", "02 00", "value: found 2 bytes, expected 6")]
    [InlineData("ethernet", "{\"h_dest\": \"nobody\"}", "h_dest: found 'nobody', expected an Ethernet address such as 02:00:00:00:00:01")]
    [InlineData("bits", "{\"low\": 8}", "low: found 8, expected 0 to 7")]
    public void Says_what_does_not_fit(string type, string text, string message)
    {
        var parser = new BtfValueParser(s_types[type], s_types[type].SizeOf());
        Assert.Equal(message, Assert.Throws<BtfValueException>(() => parser.Parse(text)).Message);
    }

    [Fact]
    public void Big_endian_values_are_read_as_such()
    {
        Assert.Equal("258", new BtfValueFormatter(s_types["u32"], isBigEndian: true).Format([0, 0, 1, 2]));
        Assert.Equal("443", new BtfValueFormatter(s_types["__be16"], isBigEndian: true).Format([1, 0xbb]));
        // low:3 middle:4 rest:25 from the top: 101 1001 0...010
        byte[] bits = [0b1011_0010, 0, 0, 2];
        Assert.Equal("{low: 5, middle: -7, rest: 2}", new BtfValueFormatter(s_types["bits"], isBigEndian: true).Format(bits));
        Assert.Equal(bits, new BtfValueParser(s_types["bits"], 4, isBigEndian: true).Parse("{\"low\": 5, \"middle\": -7, \"rest\": 2}"));
    }

    [Fact]
    public void Without_a_type_values_are_bytes()
    {
        Assert.Equal("01 02", new BtfValueFormatter(null).Format([1, 2]));
        Assert.Equal([1, 2], new BtfValueParser(null, 2).Parse("0x0102"));
        Assert.Equal("value: found 2 bytes, expected 3", Assert.Throws<BtfValueException>(() => new BtfValueParser(null, 3).Parse("01 02")).Message);
    }

    [Fact]
    public void A_flexible_array_takes_what_is_left()
    {
        var builder = new BtfBuilder();
        var number = builder.Integer("unsigned short", 2);
        var list = builder.Struct("list", 2, [new("count", number, 0, 0), new("items", builder.Array(number, 0, number), 16, 0)]);
        Assert.Equal("{count: 2, items: [7, 8]}", new BtfValueFormatter(list).Format([2, 0, 7, 0, 8, 0]));
        Assert.Equal([2, 0, 7, 0, 8, 0], new BtfValueParser(list, 6).Parse("{\"count\": 2, \"items\": [7, 8]}"));
    }

    [Fact]
    public void A_value_shorter_than_its_type_is_an_argument_error()
    {
        var error = Assert.Throws<ArgumentException>(() => new BtfValueFormatter(s_types["flow"]).Format([1, 2]));
        Assert.Contains("found 2 bytes, expected the 8 of 'flow'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_variable_of_an_object_reads_back()
    {
        var random = new Random(7);
        foreach (var variable in TestObjects.Types("clang-19/globals.o").All.OfType<BtfVariable>())
        {
            var bytes = new byte[variable.Type.SizeOf()];
            random.NextBytes(bytes);
            var json = Json(new(variable.Type), bytes);
            var read = new BtfValueParser(variable.Type, bytes.Length).Parse(json);
            Assert.Equal(json, Json(new(variable.Type), read));
        }
    }

    static string Json(BtfValueFormatter formatter, byte[] bytes)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            formatter.WriteJson(writer, bytes);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    static Dictionary<string, BtfType> BuildTypes()
    {
        var builder = new BtfBuilder();
        var u8 = builder.Integer("unsigned char", 1);
        var u16 = builder.Integer("unsigned short", 2);
        var u32 = builder.Integer("unsigned int", 4);
        var s32 = builder.Integer("int", 4, BtfIntegerEncoding.Signed);
        var character = builder.Integer("char", 1, BtfIntegerEncoding.Signed);
        var be16 = builder.Typedef("__be16", builder.Typedef("__u16", u16));
        var be32 = builder.Typedef("__be32", builder.Typedef("__u32", u32));
        var bytes6 = builder.Array(u8, 6, u32);
        var state = builder.Enum("state", 4, [new("OPEN", 1), new("CLOSED", 2)]);
        var inner = builder.Struct("", 1, [new("inner", u8, 0, 0)]);
        return new()
        {
            ["u8"] = u8,
            ["u16"] = u16,
            ["u32"] = u32,
            ["u64"] = builder.Integer("unsigned long long", 8),
            ["s32"] = s32,
            ["s128"] = builder.Integer("__int128", 16, BtfIntegerEncoding.Signed),
            ["bool"] = builder.Integer("_Bool", 1, BtfIntegerEncoding.Boolean),
            ["float"] = builder.Float("float", 4),
            ["double"] = builder.Float("double", 8),
            ["pointer"] = builder.Pointer(builder.Void),
            ["state"] = state,
            ["limit"] = builder.Enum("limit", 8, [new("UNLIMITED", -1)]),
            ["delta"] = builder.Enum("delta", 4, [new("DOWN", -1), new("UP", 1)], isSigned: true),
            ["__be16"] = be16,
            ["__be32"] = builder.Qualifier(BtfQualifierKind.Const, be32),
            ["bytes6"] = bytes6,
            ["in_addr"] = builder.Struct("in_addr", 4, [new("s_addr", be32, 0, 0)]),
            ["in6_addr"] = builder.Struct("in6_addr", 16, [new("s6_addr", builder.Array(u8, 16, u32), 0, 0)]),
            ["text8"] = builder.Array(character, 8, u32),
            ["numbers"] = builder.Array(u16, 3, u32),
            ["flow"] = builder.Struct("flow", 8,
                [new("source", be32, 0, 0), new("port", be16, 32, 0), new("protocol", u8, 48, 0), new("state", state, 56, 8)]),
            ["ethernet"] = builder.Struct("ethhdr", 14, [new("h_dest", bytes6, 0, 0), new("h_source", bytes6, 48, 0), new("h_proto", be16, 96, 0)]),
            ["bits"] = builder.Struct("bits", 4, [new("low", u32, 0, 3), new("middle", s32, 3, 4), new("rest", u32, 7, 25)]),
            ["either"] = builder.Struct("either", 4, [new("byte", u8, 0, 0), new("word", u32, 0, 0), new("", inner, 0, 0)], isUnion: true),
        };
    }
}
