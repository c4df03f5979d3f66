using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sluice.Runtime.Maps.Tries;

/// <summary>The longest-prefix lookups, for IPv4 (4 bytes), 8 bytes, IPv6 (16 bytes) and any other length of data.</summary>
/// <remarks>
/// The search goes down without looking at bits that all prefixes below share, so it ends at a candidate that may not match
/// at all. But every prefix that does match lies on the way, so it is the candidate or one of its parents: the first of
/// these that agrees with the key is the answer. Lock-free, no allocation.
/// </remarks>
static unsafe class LpmLookup
{
    const int MaxWords = LpmWords.MaxDataSize / sizeof(ulong);

    /// <summary>Chooses the lookup for keys of <paramref name="dataSize"/> bytes behind the length.</summary>
    public static LookupFunction For(int dataSize) => dataSize switch
    {
        4 => Lookup4,
        8 => Lookup8,
        16 => Lookup16,
        _ => LookupAny,
    };

    static byte* Lookup4(MapHeader* map, byte* key) =>
        Find((LpmState*)map, *(uint*)key, (ulong)BinaryPrimitives.ReverseEndianness(*(uint*)(key + 4)) << 32);

    static byte* Lookup8(MapHeader* map, byte* key) =>
        Find((LpmState*)map, *(uint*)key, BinaryPrimitives.ReverseEndianness(*(ulong*)(key + 4)));

    static byte* Lookup16(MapHeader* map, byte* key)
    {
        var state = (LpmState*)map;
        var length = *(uint*)key;
        if (length > state->MaxLength)
            return null;
        var high = BinaryPrimitives.ReverseEndianness(*(ulong*)(key + 4));
        var low = BinaryPrimitives.ReverseEndianness(*(ulong*)(key + 12));
        var entry = Volatile.Read(ref state->Root[high >> (64 - LpmState.RootBits)]);
        while ((int)entry < 0)
        {
            // Blocks begin at bits 16, 22 … 58, 64 …: none reaches from one word into the other.
            var block = state->Block(entry);
            entry = LpmBlock.Get(block, (int)(((block->Offset < 64 ? high : low) << block->Offset) >> 58));
        }

        while (entry != 0)
        {
            var record = state->Record(entry);
            var words = (ulong*)(record + 1);
            var common = BitOperations.LeadingZeroCount(words[0] ^ high);
            if (common == 64)
                common += BitOperations.LeadingZeroCount(words[1] ^ low);
            if (Math.Min((uint)common, length) >= record->Length)
                return state->Value(record);
            entry = Volatile.Read(ref record->Parent);
        }

        return null;
    }

    static byte* LookupAny(MapHeader* map, byte* key)
    {
        var state = (LpmState*)map;
        var length = *(uint*)key;
        if (length > state->MaxLength)
            return null;
        var words = stackalloc ulong[MaxWords + 1];
        var count = LpmWords.Load(words, key + sizeof(uint), state->DataSize);
        words[count] = 0; // A block may look beyond the last bit.
        var rootBits = LpmWords.RootBits(state->DataSize);
        var entry = Volatile.Read(ref state->Root[words[0] >> (64 - rootBits)]);
        while ((int)entry < 0)
        {
            var block = state->Block(entry);
            entry = LpmBlock.Get(block, (int)LpmWords.Bits(words, block->Offset, LpmBlock.Bits));
        }

        while (entry != 0)
        {
            var record = state->Record(entry);
            if (Math.Min(LpmWords.Common(words, (ulong*)(record + 1), count), length) >= record->Length)
                return state->Value(record);
            entry = Volatile.Read(ref record->Parent);
        }

        return null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte* Find(LpmState* state, uint length, ulong word)
    {
        if (length > state->MaxLength)
            return null;
        var entry = Volatile.Read(ref state->Root[word >> (64 - LpmState.RootBits)]);
        while ((int)entry < 0)
        {
            var block = state->Block(entry);
            entry = LpmBlock.Get(block, (int)((word << block->Offset) >> 58));
        }

        while (entry != 0)
        {
            var record = state->Record(entry);
            var common = (uint)BitOperations.LeadingZeroCount(*(ulong*)(record + 1) ^ word);
            if (Math.Min(common, length) >= record->Length)
                return state->Value(record);
            entry = Volatile.Read(ref record->Parent);
        }

        return null;
    }
}
