using System.Buffers.Binary;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Tests.Btf;

/// <summary>Bytes made by hand, wrong in one place each: what the one error says, and where.</summary>
public sealed class BtfFormatErrorTests
{
    const uint Integer = 1u << 24, Pointer = 2u << 24, Struct = 4u << 24, Enum = 6u << 24, Typedef = 8u << 24,
        Function = 12u << 24, Prototype = 13u << 24, Variable = 14u << 24, Section = 15u << 24, Float = 16u << 24, Tag = 17u << 24;

    public static TheoryData<string, uint[]> Types => new()
    {
        { "+0x1c: found kind 0, expected a kind from 1 to 19", [0, 0, 0] },
        { "+0x1c: found kind 99, expected a kind from 1 to 19", [0, 99u << 24, 0] },
        { "+0x18: found 8 bytes, expected a type of at least 12", [0, 0] },
        { "+0x1c: found STRUCT with 65535 elements, 786432 bytes", [0, Struct | 65535, 4] },
        { "+0x20: found type 2, expected at most 1, the last one", [0, Pointer, 2] },
        { "+0x18: found a name at offset 9, expected less than 5", [9, Typedef, 0] },
        { "+0x20: found an integer of 17 bytes, expected 1 to 16", [1, Integer, 17, 8] },
        { "+0x24: found 9 bits from bit 0, expected at most the 8 bits", [1, Integer, 1, 9] },
        { "+0x20: found a size of 3, expected 1, 2, 4 or 8", [0, Enum, 3] },
        { "+0x20: found a size of 5, expected 2, 4, 8, 12 or 16", [1, Float, 5] },
        { "+0x18: found a typedef 'int' that contains itself, expected types without loops", [1, Typedef, 1] },
        { "+0x18: found a pointer that contains itself, expected types without loops", [0, Pointer, 1] },
        { "+0x18: found a struct 'int' that contains itself", [1, Struct | 1, 4, 1, 1, 0] },
        { "+0x2c: found a member at bit 33, expected it to lie within the 4 bytes of 'int'", [1, Struct | 1, 4, 1, 0, 33] },
        { "+0x20: found type 0, a void, expected a FUNC_PROTO", [1, Function, 0] },
        { "+0x2c: found type 1, a function, expected a type and not a declaration", [1, Function, 3, 0, Pointer, 1, 0, Prototype, 0] },
        { "+0x24: found linkage 7, expected 0 (static), 1 (global) or 2 (extern)", [1, Variable, 0, 7] },
        { "+0x24: found type 0, a void, expected a variable or an extern function", [1, Section | 1, 4, 0, 0, 0] },
        { "+0x20: found type 0, a void, expected a struct, union, function, variable or typedef", [1, Tag, 0, uint.MaxValue] },
        { "+0x24: found component -2, expected a member's or parameter's index, or -1", [1, Tag, 0, uint.MaxValue - 1] },
    };

    [Theory, MemberData(nameof(Types))]
    public void A_wrong_type_is_named_with_its_place(string message, uint[] words)
    {
        var error = Assert.Throws<BpfFormatException>(() => BtfTypes.Read(File(words), "test.o"));
        Assert.StartsWith($"test.o: .BTF{message}", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<int, uint, string> Headers => new()
    {
        { 0, 0x1eb9e, "+0x0: found magic 0xeb9e, expected 0xeb9f in either byte order" },
        { 0, 0x2eb9f, "+0x2: found version 2, expected 1" },
        { 0, 0x101eb9f, "+0x3: found flags 0x1, expected none" },
        { 4, 23, "+0x4: found a header length of 23, expected 24 to" },
        { 4, 2000, "+0x4: found a header length of 2000, expected 24 to" },
        { 8, 2, "+0x8: found types at offset 0x2, expected a multiple of 4" },
        { 12, 4000, "+0x8: found types of 4000 bytes at 0x0, expected them to end within" },
        { 16, uint.MaxValue, "+0x10: found names of 5 bytes at 0xffffffff, expected them to end within" },
        { 20, 0, "+0x14: found no names, expected at least the empty one" },
        { 20, 3, "+0x26: found byte 0x6e, expected the last name to end in a zero byte" },
        { 16, 13, "+0x25: found byte 0x69, expected the empty name first" },
    };

    [Theory, MemberData(nameof(Headers))]
    public void A_wrong_header_is_named_with_its_place(int field, uint value, string message)
    {
        var file = File([1, Typedef, 0]);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(field), value);
        if (field == 16 && value == 13)
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(20), 4);
        var error = Assert.Throws<BpfFormatException>(() => BtfTypes.Read(file, "test.o"));
        Assert.StartsWith($"test.o: .BTF{message}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_levels_are_refused()
    {
        var words = Enumerable.Range(0, 300).SelectMany(i => new uint[] { 0, Pointer, (uint)i }).ToArray();
        var error = Assert.Throws<BpfFormatException>(() => BtfTypes.Read(File(words), "test.o"));
        Assert.Contains("257 nested types, expected at most 256", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_that_grow_by_doubling_are_refused()
    {
        // Each prototype takes the one before twice: 2^40 words of C.
        var words = Enumerable.Range(0, 40).SelectMany(i => new uint[] { 0, Prototype | 2, 0, 0, (uint)i, 0, (uint)i }).ToArray();
        var error = Assert.Throws<BpfFormatException>(() => BtfTypes.Read(File(words), "test.o"));
        Assert.Contains("parts, expected at most 4194304", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_may_be_longer_than_what_is_known()
    {
        var file = File([1, Typedef, 0]);
        byte[] longer = [.. file[..24], .. new byte[16], .. file[24..]];
        longer[4] = 40;
        Assert.Equal("int", Assert.IsType<BtfTypedef>(BtfTypes.Read(longer, "test.o")[1]).Name);
    }

    static byte[] File(uint[] words)
    {
        var length = (uint)words.Length * 4;
        uint[] all = [0x1eb9f, 24, 0, length, length, 5, .. words];
        var bytes = new byte[all.Length * 4 + 5];
        for (var i = 0; i < all.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * 4), all[i]);
        "int"u8.CopyTo(bytes.AsSpan(all.Length * 4 + 1));
        return bytes;
    }
}
