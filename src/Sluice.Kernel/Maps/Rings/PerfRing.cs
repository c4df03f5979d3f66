using System.Runtime.InteropServices;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Maps.Rings;

/// <summary>The samples of one CPU.</summary>
/// <remarks>include/uapi/linux/perf_event.h, struct perf_event_mmap_page: one page of positions, then the data.</remarks>
sealed unsafe class PerfRing : IDisposable
{
    // PERF_TYPE_SOFTWARE, PERF_COUNT_SW_BPF_OUTPUT, PERF_SAMPLE_RAW, PERF_FLAG_FD_CLOEXEC, PERF_EVENT_IOC_ENABLE.
    const uint Software = 1, BpfOutput = 10, RawSample = 1 << 10;
    const nint CloseOnExec = 8;
    const nuint Enable = 0x2400;

    // PERF_RECORD_LOST: header, id, count. PERF_RECORD_SAMPLE: header, size, bytes.
    const uint Lost = 2, Sample = 9;
    const int HeaderSize = 8, SampleStart = HeaderSize + sizeof(uint), LostCount = HeaderSize + sizeof(ulong);

    // data_head and data_tail.
    const int HeadOffset = 1024, TailOffset = 1032;

    static readonly nint s_open = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 298,
        Architecture.S390x => 331,
        Architecture.Ppc64le => 319,
        _ => 241,
    };

    readonly MappedMemory _memory;
    readonly byte[] _whole = new byte[1 << 16];
    readonly byte* _data;
    readonly ulong _mask;
    readonly int _cpu;
    long _lost;

    /// <summary>Opens the ring of a CPU.</summary>
    public PerfRing(int cpu, int size, string subject)
    {
        _cpu = cpu;
        var attributes = new PerfEventAttributes
        {
            Type = Software,
            Size = (uint)sizeof(PerfEventAttributes),
            Config = BpfOutput,
            SamplePeriod = 1,
            SampleType = RawSample,
            WakeupEvents = 1,
        };
        var descriptor = (int)Libc.SystemCall(s_open, &attributes, -1, cpu, -1, CloseOnExec);
        if (descriptor < 0)
            throw new KernelException(subject, $"open the perf ring of CPU {cpu}", (Errno)Marshal.GetLastPInvokeError(), "");
        Descriptor = new(descriptor);
        try
        {
            _memory = new(Descriptor, 0, Environment.SystemPageSize + size, writable: true, subject);
        }
        catch
        {
            Descriptor.Dispose();
            throw;
        }

        _data = _memory.Address + Environment.SystemPageSize;
        _mask = (ulong)size - 1;
        _ = Libc.Control(descriptor, Enable, 0);
    }

    /// <summary>The event's descriptor.</summary>
    public BpfDescriptor Descriptor { get; }

    /// <summary>Samples that found no room.</summary>
    public long LostSamples => Volatile.Read(ref _lost);

    /// <summary>Reads what is there.</summary>
    public int Drain(SampleHandler handler)
    {
        ObjectDisposedException.ThrowIf(_memory.IsClosed, this);
        ref var tail = ref *(ulong*)(_memory.Address + TailOffset);
        var head = Volatile.Read(ref *(ulong*)(_memory.Address + HeadOffset));
        var count = 0;
        for (var position = tail; position < head;)
        {
            var start = position & _mask;
            var type = *(uint*)(_data + start);
            var size = *(ushort*)(_data + start + HeaderSize - sizeof(ushort));
            var record = Whole(start, size);
            position += size;
            try
            {
                if (type == Lost)
                {
                    _lost += BitConverter.ToInt64(record[LostCount..]);
                }
                else if (type == Sample)
                {
                    count++;
                    handler(_cpu, record.Slice(SampleStart, BitConverter.ToInt32(record[HeaderSize..])));
                }
            }
            finally
            {
                Volatile.Write(ref tail, position);
            }
        }

        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory.Dispose();
        Descriptor.Dispose();
    }

    // Where it lies, or a copy if it goes over the ring's end.
    ReadOnlySpan<byte> Whole(ulong start, int size)
    {
        var room = (int)Math.Min((ulong)size, _mask + 1 - start);
        if (room == size)
            return new(_data + start, size);
        new ReadOnlySpan<byte>(_data + start, room).CopyTo(_whole);
        new ReadOnlySpan<byte>(_data, size - room).CopyTo(_whole.AsSpan(room));
        return _whole.AsSpan(0, size);
    }
}
