namespace Sluice.Bpf.Btf.Values;

/// <summary>Reads and writes integers of any width at any bit, in either byte order.</summary>
/// <remarks>
/// Little-endian numbers count bits from the low end of the first byte, big-endian ones from its high end, as C's
/// compilers lay out bit fields and as BTF counts them.
/// </remarks>
static class BtfBits
{
    /// <summary>The unsigned number of <paramref name="count"/> bits from bit <paramref name="offset"/> on.</summary>
    public static UInt128 Read(ReadOnlySpan<byte> data, long offset, int count, bool isBigEndian)
    {
        UInt128 value = 0;
        if ((offset | (uint)count) % 8 == 0)
        {
            var bytes = data.Slice((int)(offset / 8), count / 8);
            for (var i = 0; i < bytes.Length; i++)
                value = value << 8 | bytes[isBigEndian ? i : bytes.Length - 1 - i];
            return value;
        }

        for (var i = 0; i < count; i++)
        {
            var at = offset + (isBigEndian ? i : count - 1 - i);
            value = value << 1 | (UInt128)(data[(int)(at / 8)] >> Shift(at, isBigEndian) & 1);
        }

        return value;
    }

    /// <summary>Writes the low <paramref name="count"/> bits of <paramref name="value"/>.</summary>
    public static void Write(Span<byte> data, long offset, int count, bool isBigEndian, UInt128 value)
    {
        for (var i = 0; i < count; i++)
        {
            var at = offset + (isBigEndian ? count - 1 - i : i);
            var mask = (byte)(1 << Shift(at, isBigEndian));
            ref var target = ref data[(int)(at / 8)];
            target = (value >> i & 1) != 0 ? (byte)(target | mask) : (byte)(target & ~mask);
        }
    }

    /// <summary>The same bits as a signed number.</summary>
    public static Int128 SignExtend(UInt128 value, int count) => count is 0 or 128
        ? (Int128)value
        : (Int128)(value << 128 - count) >> 128 - count;

    static int Shift(long at, bool isBigEndian) => isBigEndian ? 7 - (int)(at % 8) : (int)(at % 8);
}
