using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps.Hashes;
using Sluice.Runtime.Memory;

namespace Sluice.Runtime.Maps.Nested;

/// <summary>A hash of maps. A program's lookup gives the inner map, or null where there is none.</summary>
/// <remarks>User space names inner maps by <see cref="RuntimeMap.Id"/>; programs cannot change it (kernel/bpf/hashtab.c,
/// htab_of_maps_map_ops).</remarks>
sealed unsafe class HashOfMapsMap : HashMap
{
    /// <exception cref="NativeMemoryException">There is no room.</exception>
    public HashOfMapsMap(BpfRuntime runtime, MapSpec spec)
        : base(runtime, spec, HashFlavour.Inner)
    {
    }

    /// <inheritdoc/>
    public override IEnumerable<RuntimeMap> InnerMaps
    {
        get
        {
            for (var number = 0u; number < Index.BucketCount; number++)
            {
                foreach (var inner in MapsIn(number))
                    yield return inner;
            }
        }
    }

    /// <inheritdoc/>
    public override long ForEach(Cpu cpu, MapVisitor visitor) => -(long)Errno.InvalidArgument;

    private protected override Errno Update(Cpu? cpu, byte* key, byte* value, ulong flags)
    {
        if (cpu is not null)
            return Errno.InvalidArgument;
        var error = InnerMapSlot.Resolve(Spec, value, out var inner);
        if (error != Errno.None)
            return error;
        var header = inner!.Header;
        error = base.Update(cpu, key, (byte*)&header, flags);
        if (error != Errno.None)
            inner.Release();
        return error;
    }

    private protected override Errno Delete(Cpu? cpu, byte* key) =>
        cpu is null ? base.Delete(cpu, key) : Errno.InvalidArgument;

    private protected override Errno TakeValue(byte* key, byte* value) => Errno.NotSupported;

    private protected override void Fill(uint slot, byte* value, Cpu? cpu, ulong flags)
    {
        State->InnerMaps[slot] = *(MapHeader**)value;
    }

    private protected override void CopyOut(uint slot, byte* value) => *(uint*)value = InnerMapSlot.Id(State->InnerMaps[slot]);

    private protected override void OnReplaced(uint old, uint slot) => InnerMapSlot.Release(State->InnerMaps[old]);

    private protected override void OnRemoved(uint slot)
    {
        InnerMapSlot.Release(State->InnerMaps[slot]);
        base.OnRemoved(slot);
    }

    private protected override void OnAbandoned()
    {
        foreach (var inner in InnerMaps)
            inner.Release();
    }

    RuntimeMap[] MapsIn(uint number)
    {
        if (Index.IsEmpty(number))
            return [];
        var bucket = Index.Lock(number);
        var slots = new uint[Index.List(bucket, [])];
        Index.List(bucket, slots);
        var maps = Array.ConvertAll(slots, slot => MapTable.Get((ulong)State->InnerMaps[slot]));
        HashIndex.Unlock(bucket);
        return maps;
    }
}
