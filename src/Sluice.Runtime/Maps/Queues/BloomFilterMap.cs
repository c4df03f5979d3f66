using System.Numerics;
using System.Security.Cryptography;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps.Hashes;
using Sluice.Runtime.Memory;

namespace Sluice.Runtime.Maps.Queues;

/// <summary>A set that forgets nothing and sometimes believes to know what it was never told.</summary>
/// <remarks>
/// kernel/bpf/bloom_filter.c: <c>map_extra</c> is the number of hashes, 5 if it is 0; there are max_entries times hashes times
/// 7/5 bits, rounded up to a power of two. A lookup (peek) reads its value argument. Which values are believed wrongly
/// differs from the kernel: the hash does.
/// </remarks>
sealed unsafe class BloomFilterMap : RuntimeMap
{
    const int DefaultHashes = 5;
    const ulong MaxBits = 1UL << 32;

    readonly NativeRegion _memory;
    readonly delegate*<byte*, int, ulong, ulong> _hash;
    readonly ulong _mask, _seed;
    readonly int _hashes;

    /// <exception cref="NativeMemoryException">There is no room.</exception>
    public BloomFilterMap(BpfRuntime runtime, MapSpec spec)
        : base(runtime, spec, AllocateState<MapHeader>(), NoLookup.Lookup)
    {
        _hashes = spec.Extra == 0 ? DefaultHashes : (int)spec.Extra;
        var bits = (ulong)spec.MaxEntries * (uint)_hashes * 7 / 5;
        bits = Math.Min(MaxBits, BitOperations.RoundUpToPowerOf2(Math.Max(bits, sizeof(ulong) * 8)));
        _mask = bits - 1;
        _memory = NativeRegion.Reserve((nuint)(bits / 8));
        _hash = HashFunctions.Hash(spec.ValueSize);
        if (!spec.Flags.HasFlag(MapFlags.ZeroSeed))
            _seed = (ulong)RandomNumberGenerator.GetInt32(int.MaxValue) << 32 | (uint)RandomNumberGenerator.GetInt32(int.MaxValue);
    }

    /// <inheritdoc/>
    public override long PushFromProgram(Cpu cpu, byte* value, ulong flags) => -(long)Push(value, flags);

    /// <inheritdoc/>
    public override long PeekFromProgram(Cpu cpu, byte* value) => -(long)Peek(value);

    private protected override Errno CopyValue(byte* key, byte* value) => Peek(value);

    private protected override Errno Update(Cpu? cpu, byte* key, byte* value, ulong flags) =>
        cpu is null ? Push(value, flags) : Errno.InvalidArgument;

    private protected override Errno Delete(Cpu? cpu, byte* key) => Errno.OperationNotSupported;

    private protected override Errno CopyNextKey(byte* key, byte* next) => Errno.OperationNotSupported;

    private protected override void FreeMemory() => _memory.Dispose();

    Errno Push(byte* value, ulong flags)
    {
        if (flags != (ulong)UpdateFlags.Any)
            return Errno.InvalidArgument;
        for (var number = 0; number < _hashes; number++)
        {
            var bit = Bit(value, number);
            ref var word = ref ((ulong*)_memory.Address)[bit / 64];
            if ((Volatile.Read(ref word) >> (int)(bit % 64) & 1) == 0)
                Interlocked.Or(ref word, 1UL << (int)(bit % 64));
        }

        return Errno.None;
    }

    Errno Peek(byte* value)
    {
        for (var number = 0; number < _hashes; number++)
        {
            var bit = Bit(value, number);
            if ((Volatile.Read(ref ((ulong*)_memory.Address)[bit / 64]) >> (int)(bit % 64) & 1) == 0)
                return Errno.NotFound;
        }

        return Errno.None;
    }

    ulong Bit(byte* value, int number) => _hash(value, Spec.ValueSize, KeyMixing.Mix((ulong)number, _seed)) & _mask;
}
