using Sluice.Runtime.Memory;

namespace Sluice.Runtime.Maps.Slots;

/// <summary>Hands out numbered places for entries, and takes them back once no run can still be reading them.</summary>
/// <remarks>
/// <para>A slot that was reachable is retired, not freed: it waits, stamped with the epoch in which it was unlinked, until
/// every run that began in or before that epoch has ended. Looking for such slots interrupts all cores
/// (Interlocked.MemoryBarrierProcessWide), so it is done for many at a time.</para>
/// <para>Because slots wait, there are more of them than entries; the room for the spare ones is only reserved. Slot 0 is
/// never handed out and means "none". Safe from several threads.</para>
/// </remarks>
sealed unsafe class SlotPool : IDisposable
{
    // Fewest slots worth interrupting all cores for.
    const int MinBatch = 128;
    const int MinSpare = 4096;

    readonly BpfRuntime _runtime;
    readonly NativeRegion _nextMemory, _stampMemory;
    readonly uint* _next;
    readonly long* _stamps;
    uint _fresh = 1, _free, _retiredFirst, _retiredLast;
    int _retired, _reclaimAt = MinBatch;
    int _lock;

    /// <summary>Makes room for <paramref name="entries"/> that live and as many again, at least 4096, that wait.</summary>
    /// <exception cref="NativeMemoryException">There is no room.</exception>
    public SlotPool(BpfRuntime runtime, int entries)
    {
        _runtime = runtime;
        Capacity = CapacityFor(entries);
        _nextMemory = NativeRegion.Reserve(Capacity * sizeof(uint));
        _stampMemory = NativeRegion.Reserve(Capacity * sizeof(long));
        _next = (uint*)_nextMemory.Address;
        _stamps = (long*)_stampMemory.Address;
    }

    /// <summary>Slots are below this number.</summary>
    public nuint Capacity { get; }

    /// <summary>Slots that a map of <paramref name="entries"/> needs room for.</summary>
    public static nuint CapacityFor(int entries) => (nuint)(uint)entries + (nuint)Math.Max(entries, MinSpare) + 1;

    /// <summary>A slot that nobody can be reading, or 0 if all that are left wait for runs to end.</summary>
    public uint Take()
    {
        WordLock.Acquire(ref _lock);
        if (_free == 0 && _retired >= _reclaimAt)
            Reclaim();
        if (_free == 0 && _fresh == Capacity && _retired > 0)
            Reclaim();
        var slot = _free;
        if (slot != 0)
            _free = _next[slot];
        else if (_fresh < Capacity)
            slot = _fresh++;
        WordLock.Release(ref _lock);
        return slot;
    }

    /// <summary>Takes back a slot that was never reachable.</summary>
    public void Return(uint slot)
    {
        WordLock.Acquire(ref _lock);
        _next[slot] = _free;
        _free = slot;
        WordLock.Release(ref _lock);
    }

    /// <summary>Takes back a slot that was reachable until now.</summary>
    public void Retire(uint slot)
    {
        WordLock.Acquire(ref _lock); // A full barrier: the slot is unlinked for whoever enters a later epoch.
        _stamps[slot] = _runtime.Epoch;
        _next[slot] = 0;
        if (_retiredLast == 0)
            _retiredFirst = slot;
        else
            _next[_retiredLast] = slot;
        _retiredLast = slot;
        _retired++;
        WordLock.Release(ref _lock);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _nextMemory.Dispose();
        _stampMemory.Dispose();
    }

    void Reclaim()
    {
        _runtime.AdvanceEpoch();
        var oldest = _runtime.OldestEpoch();
        while (_retiredFirst != 0 && _stamps[_retiredFirst] < oldest)
        {
            var slot = _retiredFirst;
            _retiredFirst = _next[slot];
            _next[slot] = _free;
            _free = slot;
            _retired--;
        }

        if (_retiredFirst == 0)
            _retiredLast = 0;
        _reclaimAt = _retired + Math.Max(MinBatch, _retired / 2); // A long run holds the rest: no use asking at once again.
    }
}
