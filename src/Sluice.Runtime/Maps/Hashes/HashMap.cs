using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps.Slots;
using Sluice.Runtime.Memory;

namespace Sluice.Runtime.Maps.Hashes;

/// <summary>A hash, or a hash with a value per CPU; the ground of every kind that is found by hash.</summary>
/// <remarks>
/// Programs look up without locks (<see cref="HashLookup{TKey}"/>); writers, and user space, which is in no run, hold the
/// lock of one bucket. Replacing a value puts a new slot in the old one's place, so that a program keeps what it found;
/// only per-CPU values, and values under their spin lock, are overwritten in place (kernel/bpf/hashtab.c).
/// </remarks>
unsafe class HashMap : RuntimeMap
{
    readonly NativeRegion _values;
    readonly bool _inPlace;
    int _count;

    /// <exception cref="NativeMemoryException">There is no room.</exception>
    public HashMap(BpfRuntime runtime, MapSpec spec)
        : this(runtime, spec, HashFlavour.Plain)
    {
    }

    private protected HashMap(BpfRuntime runtime, MapSpec spec, HashFlavour flavour)
        : base(runtime, spec, &AllocateState<HashState>()->Header, HashFunctions.Lookup(spec.KeySize, flavour))
    {
        Pool = new SlotPool(runtime, spec.MaxEntries);
        Index = new HashIndex(State, spec, Pool.Capacity);
        _inPlace = spec.IsPerCpu;
        if (flavour == HashFlavour.Inner)
        {
            _values = NativeRegion.Reserve(Pool.Capacity * (nuint)sizeof(void*));
            State->InnerMaps = (MapHeader**)_values.Address; // Never shown to programs as memory: no values to check against.
            return;
        }

        var length = Pool.Capacity * (uint)Header->Stride;
        if (spec.IsPerCpu)
            Header->CpuStride = length;
        Header->ValuesLength = spec.IsPerCpu ? length * (uint)Header->CpuCount : length;
        _values = NativeRegion.Reserve(Header->ValuesLength);
        Header->Values = _values.Address;
    }

    /// <summary>Entries that are there.</summary>
    public int Count => Volatile.Read(ref _count);

    private protected HashState* State => (HashState*)Header;

    private protected HashIndex Index { get; }

    private protected SlotPool Pool { get; }

    /// <summary>The flags that an update may carry besides EXIST and NOEXIST.</summary>
    private protected virtual ulong ExtraUpdateFlags => Spec.Type == MapType.Hash ? (ulong)UpdateFlags.Lock : 0;

    /// <inheritdoc/>
    public override long ForEach(Cpu cpu, MapVisitor visitor)
    {
        var visited = 0;
        Span<uint> slots = stackalloc uint[HashBucket.Entries * 4];
        for (var number = 0u; number < Index.BucketCount; number++)
        {
            var bucket = Index.Lock(number);
            var count = Index.List(bucket, slots);
            if (count > slots.Length)
            {
                slots = new uint[count];
                count = Index.List(bucket, slots);
            }

            HashIndex.Unlock(bucket);
            foreach (var slot in slots[..count])
            {
                if (IsGone(slot))
                    continue;
                visited++;
                if (!visitor(Index.Key(slot), Value(slot) + ((nuint)cpu.Id * Header->CpuStride)))
                    return visited;
            }
        }

        return visited;
    }

    /// <inheritdoc/>
    internal override KeyCopy CopyKeyOf(byte* value) =>
        new(Index.Key((uint)((nuint)(value - Header->Values) / (uint)Header->Stride)), Spec.KeySize);

    private protected byte* Value(uint slot) => Header->Values + ((nuint)slot * (uint)Header->Stride);

    private protected override Errno CopyValue(byte* key, byte* value) => ReadValue(key, value, andRemove: false);

    private protected override Errno TakeValue(byte* key, byte* value) => ReadValue(key, value, andRemove: true);

    Errno ReadValue(byte* key, byte* value, bool andRemove)
    {
        var hash = Index.Hash(key);
        var bucket = Index.Lock(hash);
        var place = Index.Find(bucket, hash, key);
        var found = place != null && !IsGone(*place);
        if (found)
            CopyOut(*place, value);
        if (andRemove && place != null)
            Remove(place);
        HashIndex.Unlock(bucket);
        return found ? Errno.None : Errno.NotFound;
    }

    private protected override Errno Update(Cpu? cpu, byte* key, byte* value, ulong flags)
    {
        var extra = flags & ExtraUpdateFlags;
        if ((flags & ~extra) > (ulong)UpdateFlags.Exist)
            return Errno.InvalidArgument;
        if ((extra & (ulong)UpdateFlags.Lock) != 0 && Layout.LockOffset < 0)
            return Errno.InvalidArgument;
        var hash = Index.Hash(key);
        while (true)
        {
            var bucket = Index.Lock(hash);
            var error = Update(bucket, hash, cpu, key, value, flags);
            HashIndex.Unlock(bucket);
            if (error != Errno.TooBig || !MakeRoom(cpu, hash))
                return error;
        }
    }

    private protected override Errno Delete(Cpu? cpu, byte* key)
    {
        var hash = Index.Hash(key);
        var bucket = Index.Lock(hash);
        var place = Index.Find(bucket, hash, key);
        var found = place != null && !IsGone(*place);
        if (place != null)
            Remove(place);
        HashIndex.Unlock(bucket);
        return found ? Errno.None : Errno.NotFound;
    }

    private protected override Errno CopyNextKey(byte* key, byte* next)
    {
        var number = 0u;
        if (key != null)
        {
            var hash = Index.Hash(key);
            var bucket = Index.Lock(hash);
            var place = Index.Find(bucket, hash, key);
            var found = place != null && CopyFirstKey(bucket, *place, next);
            HashIndex.Unlock(bucket);
            if (found)
                return Errno.None;
            if (place != null)
                number = Index.BucketOf(hash) + 1;
        }

        for (; number < Index.BucketCount; number++)
        {
            var bucket = Index.Lock(number);
            var found = CopyFirstKey(bucket, 0, next);
            HashIndex.Unlock(bucket);
            if (found)
                return Errno.None;
        }

        return Errno.NotFound;
    }

    private protected override void FreeMemory()
    {
        Index.Dispose();
        Pool.Dispose();
        _values.Dispose();
    }

    /// <summary>Fills a slot that nobody can see yet.</summary>
    private protected virtual void Fill(uint slot, byte* value, Cpu? cpu, ulong flags) =>
        Layout.Initialise(Value(slot), value, cpu);

    /// <summary>Copies a slot's value to user space.</summary>
    private protected virtual void CopyOut(uint slot, byte* value) => Layout.CopyOut(value, Value(slot));

    /// <summary>Is the slot there only because nobody has swept it yet?</summary>
    private protected virtual bool IsGone(uint slot) => false;

    /// <summary>Counts a new entry in.</summary>
    /// <returns>False if there is no room.</returns>
    private protected virtual bool TryReserve(Cpu? cpu, ulong hash)
    {
        if (Interlocked.Increment(ref _count) <= Spec.MaxEntries)
            return true;
        Interlocked.Decrement(ref _count);
        return false;
    }

    /// <summary>Takes back <see cref="TryReserve"/>.</summary>
    private protected virtual void CancelReserve(Cpu? cpu, ulong hash) => Interlocked.Decrement(ref _count);

    /// <summary>Is called without any lock when there is no room.</summary>
    /// <returns>True if some was made and it is worth trying again.</returns>
    private protected virtual bool MakeRoom(Cpu? cpu, ulong hash) => false;

    /// <summary>A new entry became reachable; its bucket is locked.</summary>
    private protected virtual void OnInserted(uint slot, Cpu? cpu, ulong hash)
    {
    }

    /// <summary>An entry was overwritten, or moved from one slot to another; its bucket is locked.</summary>
    private protected virtual void OnReplaced(uint old, uint slot)
    {
    }

    /// <summary>An entry is no longer reachable; its bucket is locked.</summary>
    private protected virtual void OnRemoved(uint slot) => Interlocked.Decrement(ref _count);

    /// <summary>Removes the entry at <paramref name="place"/> of a locked bucket.</summary>
    private protected void Remove(uint* place)
    {
        var slot = *place;
        Volatile.Write(ref *place, 0);
        OnRemoved(slot);
        Retire(slot);
    }

    // A timer goes with its entry.
    void Retire(uint slot)
    {
        if (Layout.TimerOffset >= 0)
            Runtime.Timers.Abandon(*(ulong*)(Value(slot) + Layout.TimerOffset));
        Pool.Retire(slot);
    }

    Errno Update(HashBucket* bucket, ulong hash, Cpu? cpu, byte* key, byte* value, ulong flags)
    {
        var place = Index.Find(bucket, hash, key);
        if (place != null && IsGone(*place))
        {
            Remove(place);
            place = null;
        }

        if (place != null)
            return (flags & (ulong)UpdateFlags.NoExist) != 0 ? Errno.Exists : Replace(place, cpu, key, value, flags);
        return (flags & (ulong)UpdateFlags.Exist) != 0 ? Errno.NotFound : Insert(bucket, hash, cpu, key, value, flags);
    }

    Errno Replace(uint* place, Cpu? cpu, byte* key, byte* value, ulong flags)
    {
        var old = *place;
        if ((flags & ExtraUpdateFlags & (ulong)UpdateFlags.Lock) != 0)
            return Layout.TryOverwriteLocked(Value(old), value) ? Errno.None : Errno.Deadlock;
        if (_inPlace)
        {
            Layout.Overwrite(Value(old), value, cpu);
            OnReplaced(old, old);
            return Errno.None;
        }

        var slot = Prepare(cpu, key, value, flags);
        if (slot == 0)
            return Errno.NoMemory;
        Volatile.Write(ref *place, slot);
        OnReplaced(old, slot);
        Retire(old);
        return Errno.None;
    }

    Errno Insert(HashBucket* bucket, ulong hash, Cpu? cpu, byte* key, byte* value, ulong flags)
    {
        if (!TryReserve(cpu, hash))
            return Errno.TooBig;
        var slot = Prepare(cpu, key, value, flags);
        if (slot != 0 && Index.TryInsert(bucket, hash, slot))
        {
            OnInserted(slot, cpu, hash);
            return Errno.None;
        }

        if (slot != 0)
            Pool.Return(slot);
        CancelReserve(cpu, hash);
        return Errno.NoMemory;
    }

    /// <summary>A slot with key and value that nobody can see yet, or 0.</summary>
    uint Prepare(Cpu? cpu, byte* key, byte* value, ulong flags)
    {
        var slot = Pool.Take();
        if (slot == 0)
            return 0;
        Index.SetKey(slot, key);
        Fill(slot, value, cpu, flags);
        return slot;
    }

    /// <summary>Copies the key of the first entry of a locked bucket behind the slot <paramref name="after"/> (0: of all).</summary>
    bool CopyFirstKey(HashBucket* bucket, uint after, byte* next)
    {
        Span<uint> slots = stackalloc uint[HashBucket.Entries * 4];
        var count = Index.List(bucket, slots);
        if (count > slots.Length)
        {
            slots = new uint[count];
            count = Index.List(bucket, slots);
        }

        slots = slots[..count];
        foreach (var slot in slots[(after == 0 ? 0 : slots.IndexOf(after) + 1)..])
        {
            if (IsGone(slot))
                continue;
            new ReadOnlySpan<byte>(Index.Key(slot), Spec.KeySize).CopyTo(new Span<byte>(next, Spec.KeySize));
            return true;
        }

        return false;
    }
}
