using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Maps;

/// <summary>A live map in process: what user space may do (<see cref="IBpfMap"/>), and what programs may.</summary>
/// <remarks>
/// Programs get addresses of values that stay valid while they run, as in the kernel: a removed value is recycled only
/// after every run that could hold its address has ended (<see cref="Cpu.Enter"/>). Operations of programs return 0 or a
/// negated <see cref="Errno"/> and are safe from several threads at once.
/// </remarks>
public abstract unsafe class RuntimeMap : IBpfMap
{
    /// <summary>Registers the map; <paramref name="header"/> is filled here but for the addresses.</summary>
    private protected RuntimeMap(MapSpec spec, MapHeader* header, int cpuCount)
    {
        Spec = spec;
        Header = header;
        header->Magic = MapHeader.ExpectedMagic;
        header->Type = spec.Type;
        header->KeySize = spec.KeySize;
        header->ValueSize = spec.ValueSize;
        header->MaxEntries = spec.MaxEntries;
        header->Stride = (spec.ValueSize + 7) & ~7;
        header->CpuCount = cpuCount;
        header->Index = MapTable.Add(this);
    }

    /// <inheritdoc/>
    public MapSpec Spec { get; }

    /// <inheritdoc/>
    public virtual int ValueBufferSize => Spec.IsPerCpu ? Header->Stride * Header->CpuCount : Spec.ValueSize;

    /// <summary>The unmanaged state; its address is the map's name in a register.</summary>
    public MapHeader* Header { get; }

    /// <summary>May programs reach the values by address? False where the region holds what only the engine may touch.</summary>
    public virtual bool HasReachableValues => Spec.Type is MapType.Array or MapType.PerCpuArray or MapType.Hash or MapType.PerCpuHash
        or MapType.LruHash or MapType.LruPerCpuHash or MapType.LpmTrie or MapType.TimeoutHash;

    /// <summary>The maps that this map holds now.</summary>
    public virtual IEnumerable<RuntimeMap> InnerMaps => [];

    /// <summary>The address of the value of <paramref name="key"/> for this CPU, or null.</summary>
    public abstract byte* LookupFromProgram(Cpu cpu, byte* key);

    /// <summary>bpf_map_update_elem.</summary>
    public virtual long UpdateFromProgram(Cpu cpu, byte* key, byte* value, ulong flags) => -(long)Errno.InvalidArgument;

    /// <summary>bpf_map_delete_elem.</summary>
    public virtual long DeleteFromProgram(Cpu cpu, byte* key) => -(long)Errno.InvalidArgument;

    /// <inheritdoc/>
    public abstract Errno Lookup(ReadOnlySpan<byte> key, Span<byte> value);

    /// <inheritdoc/>
    public abstract Errno Update(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, UpdateFlags flags = UpdateFlags.Any);

    /// <inheritdoc/>
    public abstract Errno Delete(ReadOnlySpan<byte> key);

    /// <inheritdoc/>
    public virtual Errno LookupAndDelete(ReadOnlySpan<byte> key, Span<byte> value) => Errno.NotSupported;

    /// <inheritdoc/>
    public abstract Errno NextKey(ReadOnlySpan<byte> key, Span<byte> next);

    /// <inheritdoc/>
    public virtual Errno Freeze() => Errno.NotSupported;

    /// <inheritdoc/>
    public abstract void Dispose();
}
