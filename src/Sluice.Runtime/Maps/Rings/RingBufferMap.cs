using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Memory;

namespace Sluice.Runtime.Maps.Rings;

/// <summary>A ring buffer: programs write records, the host reads them in order (kernel/bpf/ringbuf.c).</summary>
/// <remarks>What user space does with it goes through <see cref="RingBufferReader"/>; it has neither keys nor values.</remarks>
sealed unsafe class RingBufferMap : RuntimeMap, IOpenResource
{
    const ulong WakeupFlags = RingBits.NoWakeup | RingBits.ForceWakeup;

    /// <exception cref="NativeMemoryException">There is no room.</exception>
    public RingBufferMap(BpfRuntime runtime, MapSpec spec)
        : base(runtime, spec, AllocateState<MapHeader>(), NoLookup.Lookup)
    {
        Ring = new Ring((uint)spec.MaxEntries);
        Header->Values = Ring.Address;
        Header->ValuesLength = (nuint)Ring.Size * 2;
    }

    /// <summary>The ring.</summary>
    public Ring Ring { get; }

    /// <summary>bpf_ringbuf_reserve: a record that the program fills and gives back, or null.</summary>
    public byte* Reserve(ulong size, ulong flags) => flags == 0 ? Ring.Reserve(size) : null;

    /// <summary>bpf_ringbuf_submit and bpf_ringbuf_discard.</summary>
    public void Commit(byte* record, bool discard, ulong flags) => Ring.Commit(record, discard, flags);

    /// <summary>bpf_ringbuf_output.</summary>
    public long Output(byte* data, ulong size, ulong flags)
    {
        if ((flags & ~WakeupFlags) != 0)
            return -(long)Errno.InvalidArgument;
        if (size > RingBits.MaxRecord)
            return -(long)Errno.Again;
        return Ring.TryWrite(new ReadOnlySpan<byte>(data, (int)size), [], flags) ? 0 : -(long)Errno.Again;
    }

    /// <summary>bpf_ringbuf_query.</summary>
    public ulong Query(ulong what) => what switch
    {
        0 => Ring.Producer - Ring.Consumer,
        1 => Ring.Size,
        2 => Ring.Consumer,
        3 => Ring.Producer,
        _ => 0,
    };

    /// <inheritdoc/>
    public void Abandon(ulong address) => Commit((byte*)address, discard: true, flags: 0);

    private protected override Errno CopyValue(byte* key, byte* value) => Errno.NotSupported;

    private protected override Errno Update(Cpu? cpu, byte* key, byte* value, ulong flags) => Errno.NotSupported;

    private protected override Errno Delete(Cpu? cpu, byte* key) => Errno.NotSupported;

    private protected override Errno CopyNextKey(byte* key, byte* next) => Errno.NotSupported;

    private protected override void FreeMemory() => Ring.Dispose();
}
