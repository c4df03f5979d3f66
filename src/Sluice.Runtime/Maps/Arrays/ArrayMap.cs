using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Memory;

namespace Sluice.Runtime.Maps.Arrays;

/// <summary>An array, or an array with a value per CPU; also what holds an object's global variables.</summary>
/// <remarks>
/// All entries exist from the start, zeroed; updates write in place, so that readers on other CPUs may see a value half
/// written unless it has a spin lock (kernel/bpf/arraymap.c).
/// </remarks>
sealed unsafe class ArrayMap : RuntimeMap
{
    readonly NativeRegion _values;

    /// <exception cref="NativeMemoryException">There is no room.</exception>
    public ArrayMap(BpfRuntime runtime, MapSpec spec)
        : base(runtime, spec, AllocateState<MapHeader>(), ArrayLookup.Lookup)
    {
        var length = (nuint)(uint)spec.MaxEntries * (uint)Header->Stride;
        if (spec.IsPerCpu)
            Header->CpuStride = length;
        Header->ValuesLength = spec.IsPerCpu ? length * (uint)Header->CpuCount : length;
        _values = NativeRegion.Reserve(Header->ValuesLength);
        Header->Values = _values.Address;
        if (!spec.InitialData.IsDefaultOrEmpty)
            spec.InitialData.AsSpan().CopyTo(new Span<byte>(Header->Values, spec.ValueSize));
        if (spec.IsFrozen)
            Freeze();
    }

    /// <inheritdoc/>
    public override long ForEach(Cpu cpu, MapVisitor visitor)
    {
        var visited = 0;
        for (var index = 0u; index < (uint)Spec.MaxEntries; index++)
        {
            visited++;
            if (!visitor((byte*)&index, LookupFromProgram(cpu, (byte*)&index)))
                break;
        }

        return visited;
    }

    /// <inheritdoc/>
    internal override KeyCopy CopyKeyOf(byte* value)
    {
        var index = (uint)((nuint)(value - Header->Values) / (uint)Header->Stride);
        return new((byte*)&index, sizeof(uint));
    }

    private protected override Errno CopyValue(byte* key, byte* value)
    {
        var entry = ArrayLookup.Lookup(Header, key);
        if (entry == null)
            return Errno.NotFound;
        Layout.CopyOut(value, entry);
        return Errno.None;
    }

    private protected override Errno Update(Cpu? cpu, byte* key, byte* value, ulong flags)
    {
        var locked = (flags & (ulong)UpdateFlags.Lock) != 0;
        if ((flags & ~(ulong)UpdateFlags.Lock) > (ulong)UpdateFlags.Exist || (locked && Layout.LockOffset < 0))
            return Errno.InvalidArgument;
        var entry = ArrayLookup.Lookup(Header, key);
        if (entry == null)
            return Errno.TooBig;
        if ((flags & (ulong)UpdateFlags.NoExist) != 0)
            return Errno.Exists;
        if (locked)
            return Layout.TryOverwriteLocked(entry, value) ? Errno.None : Errno.Deadlock;
        Layout.Overwrite(entry, value, cpu);
        return Errno.None;
    }

    private protected override Errno Delete(Cpu? cpu, byte* key) => Errno.InvalidArgument;

    private protected override Errno CopyNextKey(byte* key, byte* next) => IndexKeys.Next(key, next, Spec.MaxEntries);

    private protected override void FreeMemory() => _values.Dispose();
}
