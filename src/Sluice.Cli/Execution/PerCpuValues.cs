using System.Buffers.Binary;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;

namespace Sluice.Cli.Execution;

/// <summary>Makes one of the values that a map holds for each CPU.</summary>
static class PerCpuValues
{
    /// <summary>The places of the values.</summary>
    public static IEnumerable<Range> Parts(MapSpec map, byte[] values)
    {
        for (var at = 0; at + map.ValueSize <= values.Length; at += (map.ValueSize + 7) & ~7)
            yield return at..(at + map.ValueSize);
    }

    /// <summary>Their sum: integers are added, wherever they stand; of all else the first that is not zero is taken.</summary>
    public static byte[] Sum(MapSpec map, byte[] values) => Combine(map, values, static (sum, value, _) => sum + value);

    /// <summary>The largest: that of integers, wherever they stand; of all else the first that is not zero is taken.</summary>
    public static byte[] Max(MapSpec map, byte[] values) => Combine(map, values, static (most, value, bits) =>
        bits < 0 ? (ulong)Math.Max(Signed(most, -bits), Signed(value, -bits)) : Math.Max(most, value));

    // Two numbers, and how many bits they have: negative where they have a sign.
    delegate ulong Operation(ulong left, ulong right, int bits);

    static byte[] Combine(MapSpec map, byte[] values, Operation operation)
    {
        byte[]? all = null;
        foreach (var part in Parts(map, values))
        {
            if (all is null)
                all = values[part];
            else
                Add(map.ValueType, all, values.AsSpan(part), operation);
        }

        return all ?? new byte[map.ValueSize];
    }

    static long Signed(ulong value, int bits) => (long)(value << (64 - bits)) >> (64 - bits);

    static void Add(BtfType? type, Span<byte> sum, ReadOnlySpan<byte> value, Operation operation)
    {
        switch (type?.Resolve())
        {
            case BtfInteger { Size: 1 or 2 or 4 or 8, Encoding: BtfIntegerEncoding.None or BtfIntegerEncoding.Signed } integer:
                var bits = integer.Size * 8 * (integer.Encoding == BtfIntegerEncoding.Signed ? -1 : 1);
                Write(sum[..integer.Size], operation(Read(sum[..integer.Size]), Read(value[..integer.Size]), bits));
                break;
            case BtfStruct { IsUnion: false } @struct when @struct.Members.All(member => member.BitSize == 0):
                foreach (var member in @struct.Members)
                    Add(member.Type, sum[member.Offset..], value[member.Offset..], operation);
                break;
            case BtfArray { Element: var element } array when element.SizeOf() > 1:
                var size = element.SizeOf();
                for (var i = 0; i < array.Count; i++)
                    Add(element, sum.Slice(i * size, size), value.Slice(i * size, size), operation);
                break;
            default:
                var length = type is null ? sum.Length : type.SizeOf();
                if (!sum[..length].ContainsAnyExcept((byte)0))
                    value[..length].CopyTo(sum);
                break;
        }
    }

    static ulong Read(ReadOnlySpan<byte> bytes)
    {
        Span<byte> wide = stackalloc byte[sizeof(ulong)];
        wide.Clear();
        bytes.CopyTo(wide);
        return BinaryPrimitives.ReadUInt64LittleEndian(wide);
    }

    static void Write(Span<byte> bytes, ulong value)
    {
        Span<byte> wide = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(wide, value);
        wide[..bytes.Length].CopyTo(bytes);
    }
}
