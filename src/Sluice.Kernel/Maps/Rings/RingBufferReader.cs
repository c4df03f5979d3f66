using Sluice.Bpf.Engine;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Maps.Rings;

/// <summary>Reads the records that programs write to a ring buffer, each once and in the order of their reservation.</summary>
/// <remarks>
/// Records are read where they lie, in memory shared with the kernel (kernel/bpf/ringbuf.c: two positions that only grow,
/// then the data twice in a row, so that no record wraps). The kernel does not count what found no room: the program does,
/// where bpf_ringbuf_reserve or bpf_ringbuf_output fails. <see cref="Backlog"/>, <see cref="Capacity"/>,
/// <see cref="ConsumerPosition"/> and <see cref="ProducerPosition"/> are what bpf_ringbuf_query tells a program by BPF_RB_AVAIL_DATA,
/// BPF_RB_RING_SIZE, BPF_RB_CONS_POS and BPF_RB_PROD_POS. All readers of a ring share one position: what one reads the others do
/// not. For one thread at a time.
/// </remarks>
public sealed unsafe class RingBufferReader : IDisposable
{
    // include/uapi/linux/bpf.h, BPF_RINGBUF_BUSY_BIT and the following.
    const uint Busy = 1u << 31, Discarded = 1u << 30;
    const int HeaderSize = 8, Alignment = 8, BatchSize = 64;

    readonly MappedMemory _consumerPage;
    readonly MappedMemory _producerPages;
    readonly Poller _poller;
    readonly ulong* _consumer;
    readonly ulong* _producer;
    readonly byte* _data;
    readonly ulong _mask;

    /// <summary>Reads from <paramref name="map"/>, which may be disposed of meanwhile.</summary>
    /// <exception cref="ArgumentException">It is no ring buffer of the kernel.</exception>
    /// <exception cref="KernelException">Its memory cannot be mapped.</exception>
    public RingBufferReader(IBpfMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (map is not KernelMap { Spec.Type: MapType.RingBuffer } ring)
            throw new ArgumentException($"map '{map.Spec.Name}' is a {map.Spec.Type}, expected a ring buffer of the kernel", nameof(map));
        var (page, subject) = (Environment.SystemPageSize, $"map '{map.Spec.Name}'");
        _consumerPage = new(ring.Descriptor, 0, page, writable: true, subject);
        try
        {
            _producerPages = new(ring.Descriptor, page, page + 2L * map.Spec.MaxEntries, writable: false, subject);
            _poller = new(subject);
            _poller.Watch(ring.Descriptor);
        }
        catch
        {
            _consumerPage.Dispose();
            _producerPages?.Dispose();
            throw;
        }

        _consumer = (ulong*)_consumerPage.Address;
        _producer = (ulong*)_producerPages.Address;
        _data = _producerPages.Address + page;
        _mask = (ulong)map.Spec.MaxEntries - 1;
    }

    /// <summary>Bytes that the ring holds at most, headers included.</summary>
    public long Capacity => (long)_mask + 1;

    /// <summary>Bytes that programs have reserved since the ring was made, headers included.</summary>
    public long ProducerPosition
    {
        get
        {
            ThrowIfDisposed();
            return (long)Volatile.Read(ref *_producer);
        }
    }

    /// <summary>Bytes that were read since the ring was made, headers included.</summary>
    public long ConsumerPosition
    {
        get
        {
            ThrowIfDisposed();
            return (long)Volatile.Read(ref *_consumer);
        }
    }

    /// <summary>Bytes that are reserved and not read yet, headers included.</summary>
    public long Backlog
    {
        get
        {
            ThrowIfDisposed();
            return (long)(Volatile.Read(ref *_producer) - *_consumer);
        }
    }

    /// <summary>Reads one record where it lies, without waiting.</summary>
    /// <returns>False if none is complete.</returns>
    public bool TryRead(RecordHandler handler) => Drain(handler, 1) == 1;

    /// <summary>Reads all complete records, at most <paramref name="most"/>, without waiting. Allocates nothing.</summary>
    /// <returns>How many.</returns>
    /// <remarks>The kernel gets the room back after each record, also when the handler throws.</remarks>
    public int Drain(RecordHandler handler, int most = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ThrowIfDisposed();
        var count = 0;
        var position = *_consumer;
        while (count < most)
        {
            // A read of the kernel's position is as costly as the record itself: read all that one tells of.
            var end = Volatile.Read(ref *_producer);
            if (position == end)
                return count;
            for (; position != end && count < most; Volatile.Write(ref *_consumer, position))
            {
                var record = _data + (position & _mask);
                var length = Volatile.Read(ref *(uint*)record);
                if ((length & Busy) != 0)
                    return count;
                var size = length & ~Discarded;
                position += (size + HeaderSize + Alignment - 1) & ~(Alignment - 1UL);
                if ((length & Discarded) != 0)
                    continue;
                count++;
                try
                {
                    handler(new(record + HeaderSize, (int)size));
                }
                catch
                {
                    Volatile.Write(ref *_consumer, position);
                    throw;
                }
            }
        }

        return count;
    }

    /// <summary>Waits until there is a record to read.</summary>
    /// <returns>False if the time is over.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public bool Poll(TimeSpan timeout, CancellationToken cancellation = default)
    {
        ThrowIfDisposed();
        return _poller.Wait(timeout, cancellation);
    }

    /// <summary>Copies of all records, as they come, until <paramref name="cancellation"/>.</summary>
    public IAsyncEnumerable<byte[]> ReadAllAsync(CancellationToken cancellation = default) => RecordStream.Read<byte[]>(
        records => Drain(record => records.Enqueue(record.ToArray()), BatchSize), Poll, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        _poller.Dispose();
        _consumerPage.Dispose();
        _producerPages.Dispose();
    }

    void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_consumerPage.IsClosed, this);
}
