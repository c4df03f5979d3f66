using Sluice.Runtime.Memory;

namespace Sluice.Runtime.Maps.Tries;

/// <summary>Memory for blocks, which is reused once no run can still be reading them. The writer's lock guards it.</summary>
sealed unsafe class LpmBlockPool : IDisposable
{
    // Interrupting all cores is worth it for many blocks only; see SlotPool.
    const int MinBatch = 256;
    const int Classes = (16 + (64 * sizeof(uint))) / LpmBlock.Unit + 1;
    const ulong MaxLength = (ulong)LpmState.BlockFlag * LpmBlock.Unit;

    readonly BpfRuntime _runtime;
    readonly NativeRegion _memory;
    readonly Stack<uint>[] _free = new Stack<uint>[Classes];
    readonly Queue<(uint Entry, int Class, long Epoch)> _retired = new();
    nuint _used = LpmBlock.Unit; // Entry 0 of the block space is never given out.
    int _reclaimAt = MinBatch;

    /// <summary>Reserves room for the blocks of <paramref name="prefixes"/> prefixes and as many that wait.</summary>
    /// <exception cref="NativeMemoryException">There is no room.</exception>
    public LpmBlockPool(BpfRuntime runtime, nuint prefixes)
    {
        _runtime = runtime;
        _memory = NativeRegion.Reserve((nuint)Math.Min((ulong)prefixes * 512, MaxLength));
        for (var index = 0; index < Classes; index++)
            _free[index] = new Stack<uint>();
    }

    /// <summary>The first byte.</summary>
    public byte* Address => _memory.Address;

    /// <summary>Is there room for <paramref name="blocks"/> blocks of any size?</summary>
    public bool HasRoom(int blocks) => _memory.Length - _used >= (nuint)(blocks * LpmBlock.SizeFor(64));

    /// <summary>Takes a block for <paramref name="count"/> entries. Asks <see cref="HasRoom"/> first.</summary>
    public uint Take(int count)
    {
        var size = LpmBlock.SizeFor(count);
        var free = _free[size / LpmBlock.Unit];
        if (free.Count == 0 && _retired.Count >= _reclaimAt)
            Reclaim();
        if (free.TryPop(out var entry))
            return entry;
        entry = (uint)(_used / LpmBlock.Unit) | LpmState.BlockFlag;
        _used += (nuint)size;
        return entry;
    }

    /// <summary>Takes back a block that was reachable until now.</summary>
    public void Retire(uint entry, int count)
    {
        Interlocked.MemoryBarrier(); // Unlinked for whoever enters a later epoch.
        _retired.Enqueue((entry, LpmBlock.SizeFor(count) / LpmBlock.Unit, _runtime.Epoch));
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    void Reclaim()
    {
        _runtime.AdvanceEpoch();
        var oldest = _runtime.OldestEpoch();
        while (_retired.TryPeek(out var first) && first.Epoch < oldest)
        {
            _free[first.Class].Push(first.Entry);
            _retired.Dequeue();
        }

        _reclaimAt = _retired.Count + Math.Max(MinBatch, _retired.Count / 2);
    }
}
