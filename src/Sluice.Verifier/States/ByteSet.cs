using System.Runtime.CompilerServices;

namespace Sluice.Verifier.States;

/// <summary>A set of the 512 bytes of a stack frame.</summary>
[InlineArray(Words)]
struct ByteSet
{
    const int Words = 8;

    ulong _word;

    /// <summary>Are all bytes from <paramref name="start"/> on in the set?</summary>
    public readonly bool HasAll(int start, int count) => FirstMissing(start, count) < 0;

    /// <summary>The first byte of the range that is not in the set, or -1.</summary>
    public readonly int FirstMissing(int start, int count)
    {
        for (var index = start; index < start + count;)
        {
            if ((index & 7) == 0 && start + count - index >= 8 && (this[index >> 6] >> (index & 63) & 0xff) == 0xff)
            {
                index += 8;
                continue;
            }

            if ((this[index >> 6] >> (index & 63) & 1) == 0)
                return index;
            index++;
        }

        return -1;
    }

    /// <summary>Puts the range in, or takes it out.</summary>
    public void Set(int start, int count, bool present)
    {
        for (var index = start; index < start + count;)
        {
            var word = index >> 6;
            var bits = Math.Min(64 - (index & 63), start + count - index);
            var mask = (bits == 64 ? ulong.MaxValue : (1UL << bits) - 1) << (index & 63);
            this[word] = present ? this[word] | mask : this[word] & ~mask;
            index += bits;
        }
    }

    /// <summary>Keeps what is in both.</summary>
    public void Intersect(in ByteSet other)
    {
        for (var word = 0; word < Words; word++)
            this[word] &= other[word];
    }

    /// <summary>Is all of <paramref name="other"/> in this?</summary>
    public readonly bool Contains(in ByteSet other)
    {
        for (var word = 0; word < Words; word++)
        {
            if ((other[word] & ~this[word]) != 0)
                return false;
        }

        return true;
    }
}
