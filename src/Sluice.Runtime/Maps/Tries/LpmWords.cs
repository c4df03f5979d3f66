using System.Buffers.Binary;
using System.Numerics;

namespace Sluice.Runtime.Maps.Tries;

/// <summary>The data of a prefix as words whose most significant bit comes first.</summary>
static unsafe class LpmWords
{
    /// <summary>The most bytes of data that a key may have (LPM_DATA_SIZE_MAX).</summary>
    public const int MaxDataSize = 256;

    /// <summary>Words that <paramref name="dataSize"/> bytes fill.</summary>
    public static int Count(int dataSize) => (dataSize + 7) / 8;

    /// <summary>Bits that index the root table.</summary>
    public static int RootBits(int dataSize) => Math.Min(LpmState.RootBits, dataSize * 8);

    /// <summary>Reads data into words, padded with zeros.</summary>
    /// <returns>How many words.</returns>
    public static int Load(ulong* words, byte* data, int dataSize)
    {
        var count = Count(dataSize);
        words[count - 1] = 0;
        new ReadOnlySpan<byte>(data, dataSize).CopyTo(new Span<byte>(words, dataSize));
        for (var index = 0; index < count; index++)
            words[index] = BinaryPrimitives.ReverseEndianness(words[index]);
        return count;
    }

    /// <summary>Writes words as data.</summary>
    public static void Store(byte* data, ulong* words, int dataSize)
    {
        for (var offset = 0; offset < dataSize; offset++)
            data[offset] = (byte)(words[offset / 8] >> (56 - (offset % 8 * 8)));
    }

    /// <summary>Bits from the start that are the same in both.</summary>
    public static uint Common(ulong* left, ulong* right, int count)
    {
        for (var index = 0; index < count; index++)
        {
            var difference = left[index] ^ right[index];
            if (difference != 0)
                return (uint)((index * 64) + BitOperations.LeadingZeroCount(difference));
        }

        return (uint)count * 64;
    }

    /// <summary>Up to 63 bits from <paramref name="offset"/> on, as a number; there must be a word behind the last one read.</summary>
    public static ulong Bits(ulong* words, int offset, int count)
    {
        if (count == 0)
            return 0;
        var shift = offset % 64;
        var word = words[offset / 64] << shift;
        if (shift + count > 64)
            word |= words[(offset / 64) + 1] >> (64 - shift);
        return word >> (64 - count);
    }
}
