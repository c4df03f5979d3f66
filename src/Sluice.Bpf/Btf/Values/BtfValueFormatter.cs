using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace Sluice.Bpf.Btf.Values;

/// <summary>Shows the bytes of a value by its type: the keys and values of maps, global variables, contexts.</summary>
/// <remarks>
/// Members of anonymous structs and unions stand among those of the struct that holds them. All members of a union are
/// shown. Character arrays that hold text are text, and numbers where they do not; other byte arrays
/// are bytes in hexadecimal.
/// </remarks>
/// <param name="type">The type; null for bytes of which nothing is known.</param>
/// <param name="format">How to show them.</param>
/// <param name="isBigEndian">Does the value come from a big-endian machine?</param>
public sealed class BtfValueFormatter(BtfType? type, BtfValueFormat format = BtfValueFormat.Auto, bool isBigEndian = false)
{
    /// <summary>Writes the value as JSON.</summary>
    /// <exception cref="ArgumentException">There are fewer bytes than the type has.</exception>
    public void WriteJson(Utf8JsonWriter writer, ReadOnlySpan<byte> value) => Write(new BtfJsonSink(writer), value);

    /// <summary>The value for people, on one line.</summary>
    /// <exception cref="ArgumentException">There are fewer bytes than the type has.</exception>
    public string Format(ReadOnlySpan<byte> value)
    {
        var sink = new BtfTextSink();
        Write(sink, value);
        return sink.ToString();
    }

    void Write(BtfValueSink sink, ReadOnlySpan<byte> value)
    {
        if (type is null || format == BtfValueFormat.Raw)
        {
            sink.Word(BtfAddresses.FormatBytes(value));
            return;
        }

        if (value.Length < type.SizeOf())
            throw new ArgumentException($"found {value.Length} bytes, expected the {type.SizeOf()} of '{type.Name}'", nameof(value));
        // A name that stands for the whole value may say what it means, as a member's does.
        Any(sink, type, type.Name, value, 0, 0);
    }

    void Any(BtfValueSink sink, BtfType of, string name, ReadOnlySpan<byte> data, long bitOffset, int bitSize)
    {
        var resolved = of.Resolve();
        if (bitOffset + (bitSize > 0 ? bitSize : 8L * resolved.SizeOf()) > 8L * data.Length)
        {
            // The type says more than it has bytes for: no compiler writes that, BTF from elsewhere may.
            sink.Nothing();
            return;
        }

        var bytes = bitSize > 0 ? [] : data.Slice((int)(bitOffset / 8), resolved.SizeOf());
        if (bitSize == 0 && Meant(sink, BtfMeanings.Of(of, name, format), bytes))
            return;
        switch (resolved)
        {
            case BtfInteger integer:
                var (start, width) = bitSize > 0 ? (bitOffset, bitSize) : (bitOffset + integer.BitOffset, integer.Bits);
                Integer(sink, integer, BtfBits.Read(data, start, width, isBigEndian), width);
                break;
            case BtfEnum @enum:
                Enum(sink, @enum, data, bitOffset, bitSize > 0 ? bitSize : @enum.Size * 8);
                break;
            case BtfPointer:
                sink.Word($"0x{BtfBits.Read(bytes, 0, 64, isBigEndian):x}");
                break;
            case BtfFloat:
                Float(sink, bytes);
                break;
            case BtfArray array:
                Array(sink, array, name, array.Count == 0 ? data[(int)(bitOffset / 8)..] : bytes);
                break;
            case BtfStruct @struct:
                sink.BeginObject();
                Members(sink, @struct, data, bitOffset);
                sink.EndObject();
                break;
            case BtfVariable variable:
                Any(sink, variable.Type, variable.Name, data, bitOffset, 0);
                break;
            case BtfDataSection section:
                Variables(sink, section, data);
                break;
            default:
                sink.Nothing();
                break;
        }
    }

    static bool Meant(BtfValueSink sink, BtfMeaning meaning, ReadOnlySpan<byte> bytes)
    {
        switch (meaning)
        {
            case BtfMeaning.Ipv4 or BtfMeaning.Ipv6:
                sink.Word(BtfAddresses.FormatIp(bytes));
                return true;
            case BtfMeaning.Mac:
                sink.Word(BtfAddresses.FormatMac(bytes));
                return true;
            case BtfMeaning.NetworkOrder:
                sink.Number(BtfBits.Read(bytes, 0, bytes.Length * 8, isBigEndian: true).ToString(CultureInfo.InvariantCulture));
                return true;
            case BtfMeaning.NetworkOrderHex:
                sink.Word($"0x{Convert.ToHexStringLower(bytes)}");
                return true;
            default:
                return false;
        }
    }

    void Members(BtfValueSink sink, BtfStruct of, ReadOnlySpan<byte> data, long bitOffset)
    {
        foreach (var member in of.Members)
        {
            if (member.Name.Length > 0)
            {
                sink.Name(member.Name);
                Any(sink, member.Type, member.Name, data, bitOffset + member.BitOffset, member.BitSize);
            }
            else if (member.Type.Resolve() is BtfStruct inner)
            {
                Members(sink, inner, data, bitOffset + member.BitOffset);
            }
        }
    }

    void Variables(BtfValueSink sink, BtfDataSection section, ReadOnlySpan<byte> data)
    {
        sink.BeginObject();
        foreach (var variable in section.Variables)
        {
            sink.Name(variable.Variable.Name);
            Any(sink, variable.Variable, variable.Variable.Name, data, 8L * variable.Offset, 0);
        }

        sink.EndObject();
    }

    void Array(BtfValueSink sink, BtfArray array, string name, ReadOnlySpan<byte> bytes)
    {
        var size = array.Element.SizeOf();
        if (size == 1 && array.Element.Resolve() is BtfInteger integer)
        {
            if (!BtfText.IsCharacter(integer))
            {
                sink.Word(BtfAddresses.FormatBytes(bytes));
                return;
            }

            if (BtfText.TryRead(bytes, out var text))
            {
                sink.Text(text);
                return;
            }
        }

        sink.BeginArray();
        for (var at = 0; size > 0 && at + size <= bytes.Length; at += size)
            Any(sink, array.Element, name, bytes.Slice(at, size), 0, 0);
        sink.EndArray();
    }

    void Integer(BtfValueSink sink, BtfInteger integer, UInt128 value, int bits)
    {
        if ((integer.Encoding & BtfIntegerEncoding.Boolean) != 0 && value <= 1)
            sink.Boolean(value == 1);
        else if (format == BtfValueFormat.Hex)
            sink.Word($"0x{value:x}");
        else
            sink.Number(integer.IsSigned
                ? BtfBits.SignExtend(value, bits).ToString(CultureInfo.InvariantCulture)
                : value.ToString(CultureInfo.InvariantCulture));
    }

    void Enum(BtfValueSink sink, BtfEnum of, ReadOnlySpan<byte> data, long bitOffset, int bits)
    {
        var unsigned = BtfBits.Read(data, bitOffset, bits, isBigEndian);
        var value = of.IsSigned ? BtfBits.SignExtend(unsigned, bits) : (Int128)unsigned;
        foreach (var constant in of.Values)
        {
            if ((of.IsSigned ? constant.Value : (Int128)(ulong)constant.Value) == value)
            {
                sink.Word(constant.Name);
                return;
            }
        }

        sink.Number(value.ToString(CultureInfo.InvariantCulture));
    }

    void Float(BtfValueSink sink, ReadOnlySpan<byte> bytes)
    {
        double? value = bytes.Length switch
        {
            2 => (double)(isBigEndian ? BinaryPrimitives.ReadHalfBigEndian(bytes) : BinaryPrimitives.ReadHalfLittleEndian(bytes)),
            4 => isBigEndian ? BinaryPrimitives.ReadSingleBigEndian(bytes) : BinaryPrimitives.ReadSingleLittleEndian(bytes),
            8 => isBigEndian ? BinaryPrimitives.ReadDoubleBigEndian(bytes) : BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            _ => null, // long double: .NET has no type for it.
        };
        if (value is not { } number)
            sink.Word(BtfAddresses.FormatBytes(bytes));
        else if (double.IsFinite(number))
            sink.Number(bytes.Length == 4
                ? ((float)number).ToString("R", CultureInfo.InvariantCulture)
                : number.ToString("R", CultureInfo.InvariantCulture));
        else
            sink.Word(number.ToString(CultureInfo.InvariantCulture));
    }
}
