using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Code;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps.Arrays;
using Sluice.Runtime.Memory;

namespace Sluice.Runtime.Maps.Targets;

/// <summary>An array of programs, for tail calls. A slot holds <see cref="RuntimeProgram.Id"/>, 0 if it is empty.</summary>
/// <remarks>
/// Where bpf(2) takes a descriptor of a program, an update takes its id; a lookup by user space answers with it. Programs
/// read slots without a lock, and cannot look them up (kernel/bpf/arraymap.c, prog_array_map_ops).
/// </remarks>
sealed unsafe class ProgramArrayMap : RuntimeMap
{
    readonly NativeRegion _slots;

    /// <exception cref="NativeMemoryException">There is no room.</exception>
    public ProgramArrayMap(BpfRuntime runtime, MapSpec spec)
        : base(runtime, spec, AllocateState<MapHeader>(), NoLookup.Lookup)
    {
        _slots = NativeRegion.Reserve((nuint)(uint)spec.MaxEntries * (uint)Header->Stride);
        Header->Values = _slots.Address; // For tail calls; programs cannot reach it.
    }

    private protected override Errno CopyValue(byte* key, byte* value)
    {
        var slot = (uint*)ArrayLookup.Lookup(Header, key);
        var id = slot == null ? 0 : Volatile.Read(ref *slot);
        if (id == 0)
            return Errno.NotFound;
        *(uint*)value = id;
        return Errno.None;
    }

    private protected override Errno Update(Cpu? cpu, byte* key, byte* value, ulong flags)
    {
        if (cpu is not null || flags != (ulong)UpdateFlags.Any)
            return Errno.InvalidArgument;
        var slot = (uint*)ArrayLookup.Lookup(Header, key);
        if (slot == null)
            return Errno.TooBig;
        var id = *(uint*)value;
        if (id is 0 or > int.MaxValue || CodeTable.Find((int)id) is null)
            return Errno.BadDescriptor;
        Volatile.Write(ref *slot, id);
        return Errno.None;
    }

    private protected override Errno Delete(Cpu? cpu, byte* key)
    {
        if (cpu is not null)
            return Errno.InvalidArgument;
        var slot = (uint*)ArrayLookup.Lookup(Header, key);
        if (slot == null)
            return Errno.TooBig;
        return Interlocked.Exchange(ref *slot, 0) == 0 ? Errno.NotFound : Errno.None;
    }

    private protected override Errno CopyNextKey(byte* key, byte* next) => IndexKeys.Next(key, next, Spec.MaxEntries);

    private protected override void FreeMemory() => _slots.Dispose();
}
