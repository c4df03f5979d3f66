using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps.Arrays;
using Sluice.Runtime.Memory;

namespace Sluice.Runtime.Maps.Rings;

/// <summary>An array of rings, one for each CPU, to which programs write samples (bpf_perf_event_output).</summary>
/// <remarks>
/// In Linux user space puts the descriptor of a perf event into each entry. There are none in process: a
/// <see cref="PerfEventReader"/> brings the rings, and without one an entry is empty.
/// </remarks>
sealed unsafe class PerfEventArrayMap : RuntimeMap
{
    /// <summary>The index that means the running CPU's own (BPF_F_CURRENT_CPU), and the mask of all (BPF_F_INDEX_MASK).</summary>
    public const ulong CurrentCpu = 0xffff_ffff;

    Ring[]? _rings;

    /// <exception cref="NativeMemoryException">There is no room.</exception>
    public PerfEventArrayMap(BpfRuntime runtime, MapSpec spec)
        : base(runtime, spec, AllocateState<MapHeader>(), NoLookup.Lookup)
    {
        RingCount = Math.Min(spec.MaxEntries, runtime.Options.CpuCount);
    }

    /// <summary>The entries that can have a ring.</summary>
    public int RingCount { get; }

    /// <summary>Puts a ring into each of the first <see cref="RingCount"/> entries.</summary>
    /// <returns>False if there are some.</returns>
    public bool TryAttach(Ring[] rings) => Interlocked.CompareExchange(ref _rings, rings, null) is null;

    /// <summary>Takes the rings out and waits until no program can be writing to them.</summary>
    public void Detach()
    {
        Volatile.Write(ref _rings, null);
        Runtime.WaitForRuns();
    }

    /// <summary>bpf_perf_event_output, once the helper has taken the length of <paramref name="packet"/> off the flags.</summary>
    public long Output(Cpu cpu, ulong flags, ReadOnlySpan<byte> data, ReadOnlySpan<byte> packet)
    {
        if ((flags & ~CurrentCpu) != 0)
            return -(long)Errno.InvalidArgument;
        var index = flags == CurrentCpu ? (uint)cpu.Id : (uint)flags;
        if (index >= (uint)Spec.MaxEntries)
            return -(long)Errno.TooBig;
        if (Volatile.Read(ref _rings) is not { } rings || index >= (uint)rings.Length)
            return -(long)Errno.NotFound;
        if (index != (uint)cpu.Id)
            return -(long)Errno.OperationNotSupported;
        return rings[index].TryWrite(data, packet, flags: 0) ? 0 : -(long)Errno.NoSpace;
    }

    private protected override Errno CopyValue(byte* key, byte* value) => Errno.NotSupported;

    private protected override Errno Update(Cpu? cpu, byte* key, byte* value, ulong flags) =>
        cpu is not null || flags != (ulong)UpdateFlags.Any ? Errno.InvalidArgument
        : *(uint*)key >= (uint)Spec.MaxEntries ? Errno.TooBig
        : Errno.BadDescriptor;

    private protected override Errno Delete(Cpu? cpu, byte* key) =>
        cpu is not null ? Errno.InvalidArgument
        : *(uint*)key >= (uint)Spec.MaxEntries ? Errno.TooBig
        : Errno.NotFound;

    private protected override Errno CopyNextKey(byte* key, byte* next) => IndexKeys.Next(key, next, Spec.MaxEntries);

    private protected override void FreeMemory()
    {
    }
}
