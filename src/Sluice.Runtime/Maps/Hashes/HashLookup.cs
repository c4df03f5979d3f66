using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sluice.Runtime.Maps.Hashes;

/// <summary>The lookups of hashes whose keys have the shape <typeparamref name="TKey"/>.</summary>
/// <remarks>
/// Lock-free: entries appear by one store after key and value are complete, never move, and their slots are recycled only
/// when every run that could have seen them has ended. No allocation.
/// </remarks>
static unsafe class HashLookup<TKey>
    where TKey : struct, IKeyShape
{
    /// <summary>The value of <paramref name="key"/>, or null.</summary>
    public static byte* Lookup(MapHeader* map, byte* key)
    {
        var slot = Find((HashState*)map, key);
        return slot == 0 ? null : map->Values + ((nuint)slot * (uint)map->Stride);
    }

    /// <summary>The same, noting that the entry was used, so that it survives the next eviction.</summary>
    public static byte* LookupLru(MapHeader* map, byte* key)
    {
        var slot = Find((HashState*)map, key);
        if (slot == 0)
            return null;
        var referenced = ((HashState*)map)->Referenced + slot;
        if (*referenced == 0)
            *referenced = 1; // Reading first keeps the cache line shared between CPUs.
        return map->Values + ((nuint)slot * (uint)map->Stride);
    }

    /// <summary>The same, for entries that expire: one that has is not there; an idle timeout starts anew.</summary>
    public static byte* LookupTimeout(MapHeader* map, byte* key)
    {
        var state = (HashState*)map;
        var slot = Find(state, key);
        return slot != 0 && state->Expiries[slot].Touch(state->Clock.Now)
            ? map->Values + ((nuint)slot * (uint)map->Stride)
            : null;
    }

    /// <summary>The header of the inner map of <paramref name="key"/>, or null.</summary>
    public static byte* LookupInner(MapHeader* map, byte* key)
    {
        var slot = Find((HashState*)map, key);
        return slot == 0 ? null : (byte*)((HashState*)map)->InnerMaps[slot];
    }

    /// <summary>The slot of <paramref name="key"/>, or 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint Find(HashState* state, byte* key)
    {
        var size = state->Header.KeySize;
        var hash = TKey.Hash(key, size, state->Seed);
        var bucket = state->Buckets + ((uint)hash & state->Mask);
        var tag = Vector256.Create((uint)(hash >> 32));
        while (true)
        {
            var hits = Vector256.Equals(Vector256.Load(bucket->Tags), tag).ExtractMostSignificantBits() & HashBucket.EntryMask;
            for (; hits != 0; hits &= hits - 1)
            {
                var slot = Volatile.Read(ref bucket->Slots[BitOperations.TrailingZeroCount(hits)]);
                if (slot != 0 && TKey.Equal(state->Keys + (slot * state->KeyStride), key, size))
                    return slot;
            }

            var overflow = Volatile.Read(ref bucket->Overflow);
            if (overflow == 0)
                return 0;
            bucket = state->Buckets + overflow;
        }
    }
}
