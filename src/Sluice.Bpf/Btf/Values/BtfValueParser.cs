using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Sluice.Bpf.Btf.Values;

/// <summary>Makes the bytes of a value from JSON or from a word on a command line; takes all that the formatter writes.</summary>
/// <remarks>
/// Members that are not named are zero. A number for what is in network byte order is meant as people say it: 443 is the
/// port 443. Of a union, the members are written one over the other in the order given.
/// </remarks>
/// <param name="type">The type; null for bytes of which nothing is known, written in hexadecimal.</param>
/// <param name="size">Bytes of the value; what the type does not fill is zero.</param>
/// <param name="format">The format that the value is written in.</param>
/// <param name="isBigEndian">Is the value for a big-endian machine?</param>
public sealed class BtfValueParser(BtfType? type, int size, BtfValueFormat format = BtfValueFormat.Auto,
    bool isBigEndian = false)
{
    /// <summary>The bytes of a JSON value.</summary>
    /// <exception cref="BtfValueException">It does not fit the type.</exception>
    public byte[] Parse(JsonElement value)
    {
        var bytes = new byte[size];
        if (type is null || format == BtfValueFormat.Raw)
            Bytes(bytes, Word(value, ""), "");
        else if (type.SizeOf() > size)
            throw new BtfValueException("", $"type '{type.Name}' of {type.SizeOf()} bytes", $"at most the {size} of the value");
        else
            Any(type, type.Name, bytes, 0, 0, value, "");
        return bytes;
    }

    /// <summary>The bytes of a word: JSON, a number, an address, an enumerator, text, bytes in hexadecimal.</summary>
    /// <exception cref="BtfValueException">It does not fit the type.</exception>
    public byte[] Parse(string text)
    {
        var isJson = text.TrimStart() is ['{' or '[' or '"', ..];
        try
        {
            using var document = JsonDocument.Parse(isJson ? text : $"\"{JsonEncodedText.Encode(text)}\"");
            return Parse(document.RootElement);
        }
        catch (JsonException error)
        {
            throw new BtfValueException("", $"'{text}', which is no JSON at byte {error.BytePositionInLine}",
                "an object, an array or a word");
        }
    }

    void Any(BtfType of, string name, Span<byte> data, long bitOffset, int bitSize, JsonElement value, string path)
    {
        var resolved = of.Resolve();
        if (bitOffset + (bitSize > 0 ? bitSize : 8L * resolved.SizeOf()) > 8L * data.Length)
            throw new BtfValueException(path, $"a member behind the {data.Length} bytes of the value", "a type that fits");
        var bytes = bitSize > 0 ? [] : data.Slice((int)(bitOffset / 8), resolved.SizeOf());
        if (bitSize == 0 && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            && Meant(BtfMeanings.Of(of, name, format), bytes, Word(value, path), path))
            return;

        switch (resolved)
        {
            case BtfInteger integer:
                var (start, width) = bitSize > 0 ? (bitOffset, bitSize) : (bitOffset + integer.BitOffset, integer.Bits);
                BtfBits.Write(data, start, width, isBigEndian, Integer(value, width, integer.IsSigned, path));
                break;
            case BtfEnum @enum:
                var bits = bitSize > 0 ? bitSize : @enum.Size * 8;
                BtfBits.Write(data, bitOffset, bits, isBigEndian, Enum(@enum, value, bits, path));
                break;
            case BtfPointer:
                BtfBits.Write(bytes, 0, 64, isBigEndian, Integer(value, 64, isSigned: false, path));
                break;
            case BtfFloat:
                Float(bytes, Word(value, path), path);
                break;
            case BtfArray array:
                Array(array, name, array.Count == 0 ? data[(int)(bitOffset / 8)..] : bytes, value, path);
                break;
            case BtfStruct @struct:
                Struct(@struct, data, bitOffset, value, path);
                break;
            default:
                throw new BtfValueException(path, $"a value for a {BtfKindNames.Of(resolved)}", "nothing: it has no bytes");
        }
    }

    // False where the word is none of the meaning's: then it is read as the type in C says.
    static bool Meant(BtfMeaning meaning, Span<byte> bytes, string word, string path)
    {
        var isNumber = BtfNumbers.TryParse(word, out var number);
        var read = (byte[])[];
        switch (meaning)
        {
            case BtfMeaning.None:
            case BtfMeaning.Mac when !BtfAddresses.TryParseMac(word, out read) && BtfAddresses.TryParseBytes(word, out _):
                return false;
            case BtfMeaning.Mac when read.Length == 0:
                throw new BtfValueException(path, $"'{word}'", "an Ethernet address such as 02:00:00:00:00:01");
            case BtfMeaning.Ipv4 or BtfMeaning.Ipv6 when isNumber is false && !BtfAddresses.TryParseIp(word, bytes.Length, out read):
                throw new BtfValueException(path, $"'{word}'", bytes.Length == 4 ? "an IPv4 address" : "an IPv6 address");
            case var _ when read.Length > 0:
                read.CopyTo(bytes);
                return true;
            case BtfMeaning.Ipv6:
                return false;
            default:
                if (!isNumber)
                    throw new BtfValueException(path, $"'{word}'", $"a number of {bytes.Length} bytes");
                BtfBits.Write(bytes, 0, bytes.Length * 8, isBigEndian: true, BtfNumbers.Fit(number, bytes.Length * 8, false, path));
                return true;
        }
    }

    void Struct(BtfStruct of, Span<byte> data, long bitOffset, JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw new BtfValueException(path, Describe(value), $"an object with members of {BtfKindNames.Of(of)} '{of.Name}'");
        foreach (var property in value.EnumerateObject())
        {
            var place = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            if (of.FindNested(property.Name) is not var (member, offset))
                throw new BtfValueException(place, "no such member", $"one of {string.Join(", ", Names(of).Take(20))}");
            Any(member.Type, member.Name, data, bitOffset + offset, member.BitSize, property.Value, place);
        }
    }

    static IEnumerable<string> Names(BtfStruct of) => of.Members.SelectMany(member => member.Name.Length > 0
        ? [member.Name]
        : member.Type.Resolve() is BtfStruct inner ? Names(inner) : []);

    void Array(BtfArray array, string name, Span<byte> bytes, JsonElement value, string path)
    {
        var elementSize = array.Element.SizeOf();
        if (value.ValueKind != JsonValueKind.Array)
        {
            if (elementSize != 1 || array.Element.Resolve() is not BtfInteger integer)
                throw new BtfValueException(path, Describe(value), "an array");
            var word = Word(value, path);
            if (BtfText.IsCharacter(integer))
                Text(bytes, word, path);
            else
                Bytes(bytes, word, path);
            return;
        }

        var count = elementSize == 0 ? 0 : bytes.Length / elementSize;
        if (value.GetArrayLength() > count)
            throw new BtfValueException(path, $"{value.GetArrayLength()} elements", $"at most {count}");
        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            Any(array.Element, name, bytes.Slice(index * elementSize, elementSize), 0, 0, element, $"{path}[{index}]");
            index++;
        }
    }

    static void Text(Span<byte> bytes, string text, string path)
    {
        if (Encoding.UTF8.GetByteCount(text) > bytes.Length)
            throw new BtfValueException(path, $"text of {Encoding.UTF8.GetByteCount(text)} bytes", $"at most {bytes.Length}");
        Encoding.UTF8.GetBytes(text, bytes);
    }

    static void Bytes(Span<byte> bytes, string word, string path)
    {
        if (!BtfAddresses.TryParseBytes(word, out var read))
            throw new BtfValueException(path, $"'{word}'", "bytes in hexadecimal, such as 'c0 00 02 01'");
        if (read.Length != bytes.Length)
            throw new BtfValueException(path, $"{read.Length} bytes", $"{bytes.Length}");
        read.CopyTo(bytes);
    }

    static UInt128 Integer(JsonElement value, int bits, bool isSigned, string path)
    {
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.ValueKind == JsonValueKind.True ? 1u : 0u;
        var word = Word(value, path);
        if (word is "true" or "false")
            return word == "true" ? 1u : 0u;
        return BtfNumbers.TryParse(word, out var number)
            ? BtfNumbers.Fit(number, bits, isSigned, path)
            : throw new BtfValueException(path, $"'{word}'", $"{(isSigned ? "a signed" : "an unsigned")} number of {bits} bits");
    }

    static UInt128 Enum(BtfEnum of, JsonElement value, int bits, string path)
    {
        var word = Word(value, path);
        foreach (var constant in of.Values)
        {
            if (constant.Name == word)
                return BtfNumbers.Fit(of.IsSigned ? constant.Value : (BigInteger)(ulong)constant.Value, bits, of.IsSigned, path);
        }

        return BtfNumbers.TryParse(word, out var number)
            ? BtfNumbers.Fit(number, bits, of.IsSigned, path)
            : throw new BtfValueException(path, $"'{word}'",
                $"one of {string.Join(", ", of.Values.Take(20).Select(constant => constant.Name))}, or a number");
    }

    void Float(Span<byte> bytes, string word, string path)
    {
        if (bytes.Length > 8)
        {
            Bytes(bytes, word, path);
            return;
        }

        if (!double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            throw new BtfValueException(path, $"'{word}'", "a number");
        var pattern = bytes.Length switch
        {
            2 => BitConverter.HalfToUInt16Bits((Half)number),
            4 => BitConverter.SingleToUInt32Bits((float)number),
            _ => BitConverter.DoubleToUInt64Bits(number),
        };
        BtfBits.Write(bytes, 0, bytes.Length * 8, isBigEndian, pattern);
    }

    static string Word(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        _ => throw new BtfValueException(path, Describe(value), "a number or a word"),
    };

    static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => value.GetRawText(),
    };
}
