using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Memory;

namespace Sluice.Runtime.Maps.Hashes;

/// <summary>A hash, with one value or one per CPU, that evicts what was not used lately instead of refusing new entries.</summary>
/// <remarks>
/// <para>As in Linux (kernel/bpf/bpf_lru_list.c) the order is approximate: a lookup by a program only marks the entry, and an
/// eviction goes from the oldest on, passing over marked entries once. Other than Linux it never evicts before the map holds
/// max_entries, and never to replace the value of a key that is there.</para>
/// <para>With BPF_F_NO_COMMON_LRU every CPU may fill its share of max_entries, rounded up, and evicts from it alone;
/// user space then fills all shares, by the key's hash.</para>
/// </remarks>
sealed unsafe class LruHashMap : HashMap
{
    readonly NativeRegion _referenced, _nodeMemory;
    readonly LruNode* _nodes;
    readonly LruList[] _lists;
    readonly int _share;

    /// <exception cref="NativeMemoryException">There is no room.</exception>
    public LruHashMap(BpfRuntime runtime, MapSpec spec)
        : base(runtime, spec, HashFlavour.Lru)
    {
        _lists = new LruList[spec.Flags.HasFlag(MapFlags.NoCommonLru) ? runtime.Options.CpuCount : 1];
        for (var index = 0; index < _lists.Length; index++)
            _lists[index] = new LruList();
        _share = (spec.MaxEntries + _lists.Length - 1) / _lists.Length;
        _referenced = NativeRegion.Reserve(Pool.Capacity);
        _nodeMemory = NativeRegion.Reserve(Pool.Capacity * (nuint)sizeof(LruNode));
        _nodes = (LruNode*)_nodeMemory.Address;
        State->Referenced = _referenced.Address;
    }

    private protected override void FreeMemory()
    {
        base.FreeMemory();
        _referenced.Dispose();
        _nodeMemory.Dispose();
    }

    private protected override bool TryReserve(Cpu? cpu, ulong hash)
    {
        var list = _lists[ListOf(cpu, hash)];
        if (Interlocked.Increment(ref list.Count) <= _share)
            return true;
        Interlocked.Decrement(ref list.Count);
        return false;
    }

    private protected override void CancelReserve(Cpu? cpu, ulong hash) =>
        Interlocked.Decrement(ref _lists[ListOf(cpu, hash)].Count);

    private protected override void OnInserted(uint slot, Cpu? cpu, ulong hash)
    {
        State->Referenced[slot] = 0;
        var number = ListOf(cpu, hash);
        WordLock.Acquire(ref _lists[number].Lock);
        Link(number, slot);
        WordLock.Release(ref _lists[number].Lock);
    }

    private protected override void OnReplaced(uint old, uint slot)
    {
        State->Referenced[slot] = 1;
        if (old == slot)
            return;
        var number = _nodes[old].List;
        WordLock.Acquire(ref _lists[number].Lock);
        Unlink(old);
        Link(number, slot);
        WordLock.Release(ref _lists[number].Lock);
    }

    private protected override void OnRemoved(uint slot)
    {
        var list = _lists[_nodes[slot].List];
        WordLock.Acquire(ref list.Lock);
        Unlink(slot);
        WordLock.Release(ref list.Lock);
        Interlocked.Decrement(ref list.Count);
    }

    /// <summary>Evicts one entry, if others have not emptied the list meanwhile.</summary>
    private protected override bool MakeRoom(Cpu? cpu, ulong hash)
    {
        var slot = TakeOldest(_lists[ListOf(cpu, hash)]);
        if (slot == 0)
        {
            Thread.Yield(); // All that is counted is about to come or go.
            return true;
        }

        // From here on the slot may go, and even come back, at any time: only what its bucket says counts.
        var bucket = Index.Lock(Index.HashOf(slot));
        var place = Index.FindSlot(bucket, slot);
        if (place != null)
            Remove(place);
        HashIndex.Unlock(bucket);
        return true;
    }

    int ListOf(Cpu? cpu, ulong hash) => _lists.Length == 1 ? 0 : cpu?.Id ?? (int)((uint)(hash >> 32) % (uint)_lists.Length);

    uint TakeOldest(LruList list)
    {
        WordLock.Acquire(ref list.Lock);
        var slot = list.Last;
        for (var spared = 0; slot != 0 && spared < _share && State->Referenced[slot] != 0; spared++)
        {
            var number = _nodes[slot].List;
            State->Referenced[slot] = 0;
            Unlink(slot);
            Link(number, slot);
            slot = list.Last;
        }

        if (slot != 0)
            Unlink(slot);
        WordLock.Release(ref list.Lock);
        return slot;
    }

    void Link(int number, uint slot)
    {
        var list = _lists[number];
        _nodes[slot] = new LruNode { Older = list.First, List = number, IsLinked = true };
        if (list.First == 0)
            list.Last = slot;
        else
            _nodes[list.First].Newer = slot;
        list.First = slot;
    }

    void Unlink(uint slot)
    {
        ref var node = ref _nodes[slot];
        if (!node.IsLinked)
            return;
        var list = _lists[node.List];
        if (node.Newer == 0)
            list.First = node.Older;
        else
            _nodes[node.Newer].Older = node.Older;
        if (node.Older == 0)
            list.Last = node.Newer;
        else
            _nodes[node.Older].Newer = node.Newer;
        node.IsLinked = false;
    }
}
