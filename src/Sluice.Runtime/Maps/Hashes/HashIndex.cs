using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Memory;

namespace Sluice.Runtime.Maps.Hashes;

/// <summary>The writers' side of a hash: from keys to slots, a lock per bucket.</summary>
/// <remarks>
/// Between <see cref="Lock"/> and <see cref="Unlock"/> nobody else changes the bucket's chain, so that a slot found in it
/// stays what it is. Buckets are sized for four entries of seven on average; more go to overflow buckets, which stay with
/// their chain once it has needed them.
/// </remarks>
sealed unsafe class HashIndex : IDisposable
{
    const int AverageLoad = 4;

    // Overflow buckets that all chains may use on average; a chain longer than that means keys that collide on purpose.
    const int MaxOverflow = 4;

    readonly HashState* _state;
    readonly NativeRegion _bucketMemory, _keyMemory;
    readonly delegate*<byte*, int, ulong, ulong> _hash;
    readonly int _keySize;
    readonly uint _capacity;
    uint _used;

    /// <summary>Makes room for the keys of <paramref name="slots"/> slots.</summary>
    /// <exception cref="NativeMemoryException">There is no room.</exception>
    public HashIndex(HashState* state, MapSpec spec, nuint slots)
    {
        _state = state;
        _keySize = spec.KeySize;
        _hash = HashFunctions.Hash(spec.KeySize);
        BucketCount = BitOperations.RoundUpToPowerOf2(((uint)spec.MaxEntries + AverageLoad - 1) / AverageLoad);
        var perBucket = (spec.MaxEntries + HashBucket.Entries - 1) / HashBucket.Entries;
        _used = BucketCount;
        _capacity = BucketCount * (1 + (uint)Math.Min(MaxOverflow, perBucket)) + (uint)perBucket;
        state->KeyStride = (nuint)(spec.KeySize + 7) & ~(nuint)7;
        _bucketMemory = NativeRegion.Reserve((nuint)_capacity * (nuint)sizeof(HashBucket));
        _keyMemory = NativeRegion.Reserve(slots * state->KeyStride);
        state->Buckets = (HashBucket*)_bucketMemory.Address;
        state->Keys = _keyMemory.Address;
        state->Mask = BucketCount - 1;
        var seed = 0ul;
        if (!spec.Flags.HasFlag(MapFlags.ZeroSeed))
            RandomNumberGenerator.Fill(new Span<byte>(&seed, sizeof(ulong)));
        state->Seed = seed;
    }

    /// <summary>Chains, by number from 0.</summary>
    public uint BucketCount { get; }

    /// <summary>The hash of a key.</summary>
    public ulong Hash(byte* key) => _hash(key, _keySize, _state->Seed);

    /// <summary>The hash of the key in a slot.</summary>
    public ulong HashOf(uint slot) => Hash(Key(slot));

    /// <summary>The number of the chain of a hash.</summary>
    public uint BucketOf(ulong hash) => (uint)hash & _state->Mask;

    /// <summary>Where a slot's key lies.</summary>
    public byte* Key(uint slot) => _state->Keys + (slot * _state->KeyStride);

    /// <summary>Takes the lock of a chain.</summary>
    public HashBucket* Lock(ulong hash)
    {
        var bucket = _state->Buckets + BucketOf(hash);
        WordLock.Acquire(ref bucket->Lock);
        return bucket;
    }

    /// <summary>Gives it back.</summary>
    public static void Unlock(HashBucket* bucket) => WordLock.Release(ref bucket->Lock);

    /// <summary>Stores a slot's key, before it is inserted.</summary>
    public void SetKey(uint slot, byte* key) => Unsafe.CopyBlockUnaligned(Key(slot), key, (uint)_keySize);

    /// <summary>Finds a key in a locked chain: where its slot stands, or null.</summary>
    public uint* Find(HashBucket* bucket, ulong hash, byte* key)
    {
        var tag = (uint)(hash >> 32);
        var wanted = new ReadOnlySpan<byte>(key, _keySize);
        for (; bucket != null; bucket = Next(bucket))
        {
            for (var entry = 0; entry < HashBucket.Entries; entry++)
            {
                var slot = bucket->Slots[entry];
                if (slot != 0 && bucket->Tags[entry] == tag && wanted.SequenceEqual(new ReadOnlySpan<byte>(Key(slot), _keySize)))
                    return &bucket->Slots[entry];
            }
        }

        return null;
    }

    /// <summary>Where <paramref name="slot"/> stands in a locked chain, or null.</summary>
    public uint* FindSlot(HashBucket* bucket, uint slot)
    {
        for (; bucket != null; bucket = Next(bucket))
        {
            for (var entry = 0; entry < HashBucket.Entries; entry++)
            {
                if (bucket->Slots[entry] == slot)
                    return &bucket->Slots[entry];
            }
        }

        return null;
    }

    /// <summary>Makes a slot, its key and value complete, reachable through a locked chain that lacks the key.</summary>
    /// <returns>False if there is no room for another overflow bucket.</returns>
    public bool TryInsert(HashBucket* bucket, ulong hash, uint slot)
    {
        while (true)
        {
            for (var entry = 0; entry < HashBucket.Entries; entry++)
            {
                if (bucket->Slots[entry] != 0)
                    continue;
                bucket->Tags[entry] = (uint)(hash >> 32);
                Volatile.Write(ref bucket->Slots[entry], slot);
                return true;
            }

            var next = Next(bucket);
            if (next == null)
            {
                var index = Interlocked.Increment(ref _used) - 1;
                if (index >= _capacity)
                {
                    Interlocked.Decrement(ref _used);
                    return false;
                }

                Volatile.Write(ref bucket->Overflow, index);
                next = Next(bucket);
            }

            bucket = next;
        }
    }

    /// <summary>Has a chain no entry, as far as one can tell without its lock?</summary>
    public bool IsEmpty(uint number)
    {
        var bucket = _state->Buckets + number;
        return bucket->Overflow == 0 && !new ReadOnlySpan<uint>(bucket->Slots, HashBucket.Entries).ContainsAnyExcept(0u);
    }

    /// <summary>The slots of a locked chain, in order, into <paramref name="slots"/> as far as they fit.</summary>
    /// <returns>How many there are.</returns>
    public int List(HashBucket* bucket, Span<uint> slots)
    {
        var count = 0;
        for (; bucket != null; bucket = Next(bucket))
        {
            for (var entry = 0; entry < HashBucket.Entries; entry++)
            {
                if (bucket->Slots[entry] == 0)
                    continue;
                if (count < slots.Length)
                    slots[count] = bucket->Slots[entry];
                count++;
            }
        }

        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _bucketMemory.Dispose();
        _keyMemory.Dispose();
    }

    HashBucket* Next(HashBucket* bucket) => bucket->Overflow == 0 ? null : _state->Buckets + bucket->Overflow;
}
