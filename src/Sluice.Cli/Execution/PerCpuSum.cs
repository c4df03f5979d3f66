using System.Buffers.Binary;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;

namespace Sluice.Cli.Execution;

/// <summary>Adds up the values that a map holds for each CPU.</summary>
static class PerCpuSum
{
    /// <summary>The places of the values.</summary>
    public static IEnumerable<Range> Parts(MapSpec map, byte[] values)
    {
        for (var at = 0; at + map.ValueSize <= values.Length; at += (map.ValueSize + 7) & ~7)
            yield return at..(at + map.ValueSize);
    }

    /// <summary>Their sum: integers are added, wherever they stand; of all else the first that is not zero is taken.</summary>
    public static byte[] Of(MapSpec map, byte[] values)
    {
        var sum = new byte[map.ValueSize];
        foreach (var part in Parts(map, values))
            Add(map.ValueType, sum, values.AsSpan(part));
        return sum;
    }

    static void Add(BtfType? type, Span<byte> sum, ReadOnlySpan<byte> value)
    {
        switch (type?.Resolve())
        {
            case BtfInteger { Size: 1 or 2 or 4 or 8, Encoding: BtfIntegerEncoding.None or BtfIntegerEncoding.Signed } integer:
                Write(sum[..integer.Size], Read(sum[..integer.Size]) + Read(value[..integer.Size]));
                break;
            case BtfStruct { IsUnion: false } @struct when @struct.Members.All(member => member.BitSize == 0):
                foreach (var member in @struct.Members)
                    Add(member.Type, sum[member.Offset..], value[member.Offset..]);
                break;
            case BtfArray { Element: var element } array when element.SizeOf() > 1:
                var size = element.SizeOf();
                for (var i = 0; i < array.Count; i++)
                    Add(element, sum.Slice(i * size, size), value.Slice(i * size, size));
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
