using System.Runtime.CompilerServices;
using Sluice.Bpf.Engine;
using Sluice.Runtime.Memory;

namespace Sluice.Runtime.Maps.Rings;

/// <summary>A ring of records with many producers and one reader at a time, which reads them in the order of reservation.</summary>
/// <remarks>
/// As in kernel/bpf/ringbuf.c: room is reserved under a lock, filled without, and committed by clearing the busy bit of the
/// record's header. The headers are kept apart, where no program can spoil them; their place in front of each record stays
/// empty, so that records have the addresses and the ring the capacity they have in Linux.
/// </remarks>
sealed unsafe class Ring : IDisposable
{
    readonly NativeRegion _data, _headerMemory;
    readonly uint* _headers;
    readonly ulong _mask;
    readonly SemaphoreSlim _wake = new(0);
    ulong _producer, _consumer;
    long _lost;
    int _producerLock, _readerLock;

    /// <summary>Makes a ring of <paramref name="size"/> bytes, a power of two and a multiple of the page size.</summary>
    /// <exception cref="NativeMemoryException">There is no room.</exception>
    public Ring(uint size)
    {
        _mask = size - 1;
        _data = NativeRegion.ReserveMirrored(size);
        _headerMemory = NativeRegion.Reserve(size / RingBits.HeaderSize * sizeof(uint));
        _headers = (uint*)_headerMemory.Address;
    }

    /// <summary>The first byte; the ring lies there twice.</summary>
    public byte* Address => _data.Address;

    /// <summary>Bytes of the ring.</summary>
    public ulong Size => _mask + 1;

    /// <summary>Bytes reserved so far, headers included.</summary>
    public ulong Producer => Volatile.Read(ref _producer);

    /// <summary>Bytes read so far, headers included.</summary>
    public ulong Consumer => Volatile.Read(ref _consumer);

    /// <summary>Records for which there was no room.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Is the next record complete?</summary>
    public bool HasRecord => Consumer != Producer && (Volatile.Read(ref *Header(Consumer)) & RingBits.Busy) == 0;

    /// <summary>Takes room for a record; null if there is none.</summary>
    public byte* Reserve(ulong size)
    {
        byte* record = null;
        WordLock.Acquire(ref _producerLock);
        var position = _producer;
        var total = size <= RingBits.MaxRecord ? Total(size) : ulong.MaxValue >> 1;
        if (position + total - Consumer <= _mask)
        {
            Volatile.Write(ref *Header(position), (uint)size | RingBits.Busy);
            Volatile.Write(ref _producer, position + total);
            record = Address + (position & _mask) + RingBits.HeaderSize;
        }

        WordLock.Release(ref _producerLock);
        if (record == null)
            Interlocked.Increment(ref _lost);
        return record;
    }

    /// <summary>Gives a record to the reader, or drops it. Anything but the address of a reserved record is ignored.</summary>
    public void Commit(byte* record, bool discard, ulong flags)
    {
        var offset = (ulong)(record - Address) - RingBits.HeaderSize;
        if (offset > _mask || offset % RingBits.HeaderSize != 0)
            return;
        var header = Header(offset);
        var current = Volatile.Read(ref *header);
        if ((current & RingBits.Busy) == 0)
            return;
        Interlocked.Exchange(ref *header, (current & ~RingBits.Busy) | (discard ? RingBits.Discarded : 0));
        if ((flags & RingBits.ForceWakeup) != 0 || ((flags & RingBits.NoWakeup) == 0 && (Consumer & _mask) == offset))
            Wake(); // The reader has caught up and may be asleep.
    }

    /// <summary>Copies a whole record in.</summary>
    /// <returns>False if there is no room.</returns>
    public bool TryWrite(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ulong flags)
    {
        var record = Reserve((ulong)first.Length + (ulong)second.Length);
        if (record == null)
            return false;
        first.CopyTo(new Span<byte>(record, first.Length));
        second.CopyTo(new Span<byte>(record + first.Length, second.Length));
        Commit(record, discard: false, flags);
        return true;
    }

    /// <summary>Reads up to <paramref name="most"/> records, leaving out discarded ones.</summary>
    /// <returns>How many the handler was called with.</returns>
    public int Read(RecordHandler handler, int most)
    {
        var count = 0;
        WordLock.Acquire(ref _readerLock);
        try
        {
            while (count < most && Consumer != Producer)
            {
                var header = Header(_consumer);
                var state = Volatile.Read(ref *header);
                if ((state & RingBits.Busy) != 0)
                    break;
                var size = state & ~RingBits.Discarded;
                var record = Address + (_consumer & _mask) + RingBits.HeaderSize;
                try
                {
                    if ((state & RingBits.Discarded) == 0)
                    {
                        count++;
                        handler(new ReadOnlySpan<byte>(record, (int)size));
                    }
                }
                finally
                {
                    *header = 0;
                    Volatile.Write(ref _consumer, _consumer + Total(size));
                    Interlocked.MemoryBarrier(); // Before the next header is read: a producer sees this or is seen.
                }
            }
        }
        finally
        {
            WordLock.Release(ref _readerLock);
        }

        return count;
    }

    /// <summary>Waits until the next record is complete.</summary>
    /// <returns>False if the time is over.</returns>
    public bool Wait(TimeSpan timeout, CancellationToken cancellation)
    {
        while (!HasRecord)
        {
            if (!_wake.Wait(timeout, cancellation))
                return HasRecord;
        }

        return true;
    }

    /// <summary>Waits until a producer wakes the reader; there may be a record then.</summary>
    public Task WaitAsync(CancellationToken cancellation) => _wake.WaitAsync(cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        _data.Dispose();
        _headerMemory.Dispose();
        _wake.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Total(ulong size) => (size + RingBits.HeaderSize + 7) & ~7UL;

    uint* Header(ulong position) => _headers + ((position & _mask) / RingBits.HeaderSize);

    void Wake()
    {
        if (_wake.CurrentCount == 0)
            _wake.Release();
    }
}
