namespace Sluice.Runtime.Maps.Rings;

/// <summary>Numbers of ring buffers that programs use too (include/uapi/linux/bpf.h).</summary>
static class RingBits
{
    /// <summary>In a record's header: it is being written (BPF_RINGBUF_BUSY_BIT).</summary>
    public const uint Busy = 1U << 31;

    /// <summary>In a record's header: readers skip it (BPF_RINGBUF_DISCARD_BIT).</summary>
    public const uint Discarded = 1U << 30;

    /// <summary>Bytes in front of each record (BPF_RINGBUF_HDR_SZ).</summary>
    public const uint HeaderSize = 8;

    /// <summary>The longest record (RINGBUF_MAX_RECORD_SZ).</summary>
    public const ulong MaxRecord = uint.MaxValue / 4;

    /// <summary>Do not wake the reader (BPF_RB_NO_WAKEUP).</summary>
    public const ulong NoWakeup = 1;

    /// <summary>Wake the reader even if it has more to do (BPF_RB_FORCE_WAKEUP).</summary>
    public const ulong ForceWakeup = 2;
}
