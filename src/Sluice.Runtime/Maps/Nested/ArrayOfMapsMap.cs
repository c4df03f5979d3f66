using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps.Arrays;
using Sluice.Runtime.Memory;

namespace Sluice.Runtime.Maps.Nested;

/// <summary>An array of maps. A program's lookup gives the inner map, or null where there is none.</summary>
/// <remarks>
/// Where bpf(2) takes a descriptor, user space updates with <see cref="RuntimeMap.Id"/>; a lookup answers with it, as in
/// Linux. Programs cannot change it (kernel/bpf/arraymap.c, array_of_maps_map_ops).
/// </remarks>
sealed unsafe class ArrayOfMapsMap : RuntimeMap
{
    readonly NativeRegion _slots;
    int _lock;

    /// <exception cref="NativeMemoryException">There is no room.</exception>
    public ArrayOfMapsMap(BpfRuntime runtime, MapSpec spec)
        : base(runtime, spec, &AllocateState<ArrayOfMapsState>()->Header, ArrayOfMapsState.Lookup)
    {
        _slots = NativeRegion.Reserve((nuint)(uint)spec.MaxEntries * (nuint)sizeof(void*));
        State->Slots = (MapHeader**)_slots.Address;
    }

    /// <inheritdoc/>
    public override IEnumerable<RuntimeMap> InnerMaps
    {
        get
        {
            for (var index = 0; index < Spec.MaxEntries; index++)
            {
                if (MapAt(index) is { } inner)
                    yield return inner;
            }
        }
    }

    ArrayOfMapsState* State => (ArrayOfMapsState*)Header;

    private protected override Errno CopyValue(byte* key, byte* value)
    {
        WordLock.Acquire(ref _lock); // The map in the slot cannot go while it is held.
        var inner = ArrayOfMapsState.Lookup(Header, key);
        if (inner != null)
            *(uint*)value = InnerMapSlot.Id((MapHeader*)inner);
        WordLock.Release(ref _lock);
        return inner != null ? Errno.None : Errno.NotFound;
    }

    private protected override Errno Update(Cpu? cpu, byte* key, byte* value, ulong flags)
    {
        if (cpu is not null || flags != (ulong)UpdateFlags.Any)
            return Errno.InvalidArgument;
        if (*(uint*)key >= (uint)Spec.MaxEntries)
            return Errno.TooBig;
        var error = InnerMapSlot.Resolve(Spec, value, out var inner);
        if (error == Errno.None)
            InnerMapSlot.Release(Exchange(*(uint*)key, inner!.Header));
        return error;
    }

    private protected override Errno Delete(Cpu? cpu, byte* key)
    {
        if (cpu is not null)
            return Errno.InvalidArgument;
        if (*(uint*)key >= (uint)Spec.MaxEntries)
            return Errno.TooBig;
        var old = Exchange(*(uint*)key, null);
        InnerMapSlot.Release(old);
        return old != null ? Errno.None : Errno.NotFound;
    }

    private protected override Errno CopyNextKey(byte* key, byte* next) => IndexKeys.Next(key, next, Spec.MaxEntries);

    private protected override void OnAbandoned()
    {
        // Programs that still run keep what they found: inner maps wait for them too.
        for (var index = 0u; index < (uint)Spec.MaxEntries; index++)
            InnerMapSlot.Release(Exchange(index, null));
    }

    private protected override void FreeMemory() => _slots.Dispose();

    RuntimeMap? MapAt(int index)
    {
        WordLock.Acquire(ref _lock);
        var inner = State->Slots[index];
        var map = inner == null ? null : MapTable.Get((ulong)inner);
        WordLock.Release(ref _lock);
        return map;
    }

    MapHeader* Exchange(uint index, MapHeader* inner)
    {
        WordLock.Acquire(ref _lock);
        var old = State->Slots[index];
        Volatile.Write(ref *(nint*)(State->Slots + index), (nint)inner);
        WordLock.Release(ref _lock);
        return old;
    }
}
