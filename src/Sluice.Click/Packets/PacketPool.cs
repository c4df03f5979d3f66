using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Sluice.Runtime.Memory;

namespace Sluice.Click.Packets;

/// <summary>The memory of a router's packets: slots of two sizes below 4 GiB, with free lists a thread.</summary>
/// <remarks>
/// Any thread may allocate and free; a packet may be freed by another thread than the one that allocated it. A freed batch goes back in
/// one step, whatever its length. The pool outlives the routers that a hot swap puts in each other's place. Disposing of it frees the
/// memory, also that of packets still out.
/// </remarks>
public sealed unsafe class PacketPool : IDisposable
{
    /// <summary>Bytes before a packet's data unless asked for otherwise: room for tunnels' headers, and what XDP promises.</summary>
    public const int DefaultHeadroom = 256;

    /// <summary>Most bytes of a packet with <see cref="DefaultHeadroom"/>.</summary>
    public const int MaxLength = LargeSlot - PacketHeader.Size - DefaultHeadroom;

    // An odd number of cache lines, so that headers do not all fall into the same few sets of a cache.
    internal const int SmallSlot = 33 * 64, LargeSlot = 1061 * 64;
    const int SmallChunk = SmallSlot * 1024, LargeChunk = LargeSlot * 32;
    const int Handful = 128, CacheLimit = 4 * Handful;

    static readonly ConcurrentDictionary<int, PacketPool> s_pools = new();
    static int s_lastNumber;

    [ThreadStatic]
    static PacketCache? s_cache;

    readonly Lock _lock = new();
    readonly List<NativeRegion> _chunks = [];
    readonly List<PacketCache> _caches = [];
    readonly long _maxBytes;
    long _bytes;
    PacketHeader* _free;
    PacketHeader* _largeFree;
    int _freeCount, _largeFreeCount;
    byte* _carve;
    byte* _carveEnd;
    int _carved, _largeCarved;
    volatile bool _hasLarge;
    bool _disposed;

    /// <summary>An empty pool.</summary>
    public PacketPool(PacketPoolOptions? options = null)
    {
        _maxBytes = (options ?? new PacketPoolOptions()).MaxBytes;
        Number = Interlocked.Increment(ref s_lastNumber);
        s_pools[Number] = this;
    }

    /// <summary>What packets' headers call the pool.</summary>
    internal int Number { get; }

    /// <summary>Packets allocated and not freed. Exact while no thread allocates or frees.</summary>
    public int Outstanding
    {
        get
        {
            lock (_lock)
                return _carved + _largeCarved - _freeCount - _largeFreeCount - _caches.Sum(cache => cache.Count);
        }
    }

    /// <summary>Bytes of memory reserved for slots.</summary>
    public long ReservedBytes
    {
        get
        {
            lock (_lock)
                return _bytes;
        }
    }

    /// <summary>A packet of <paramref name="length"/> undefined bytes, with all annotations zero.</summary>
    /// <param name="length">Bytes, from 0.</param>
    /// <param name="headroom">Bytes before them.</param>
    /// <returns>None when the pool is used up, or no slot is that large.</returns>
    public Packet Allocate(int length, int headroom = DefaultHeadroom)
    {
        if ((uint)length + (uint)headroom > SmallSlot - PacketHeader.Size)
            return AllocateLarge(length, headroom);
        var cache = s_cache;
        if (cache is null || cache.Pool != this)
            cache = Attach();
        var header = cache.Head;
        if (header == null && (header = Refill(cache)) == null)
            return default;
        cache.Head = header->Next;
        cache.Count--;
        header->Next = null;
        return Prepare(header, length, headroom);
    }

    /// <summary>A packet with a copy of <paramref name="bytes"/>.</summary>
    /// <returns>None when the pool is used up, or no slot is that large.</returns>
    public Packet Allocate(ReadOnlySpan<byte> bytes, int headroom = DefaultHeadroom)
    {
        var packet = Allocate(bytes.Length, headroom);
        if (!packet.IsNone)
            bytes.CopyTo(packet.Span);
        return packet;
    }

    /// <summary>A batch of packets, each with a copy of <paramref name="bytes"/>.</summary>
    /// <param name="count">Packets wanted.</param>
    /// <param name="bytes">Their bytes.</param>
    /// <param name="headroom">Bytes before them.</param>
    /// <param name="timestamp">Their time, in nanoseconds since 1970.</param>
    /// <returns>Fewer packets than wanted when the pool is used up.</returns>
    public PacketBatch Allocate(int count, ReadOnlySpan<byte> bytes, int headroom, long timestamp)
    {
        var batch = default(PacketBatch);
        for (; count > 0; count--)
        {
            var packet = Allocate(bytes.Length, headroom);
            if (packet.IsNone)
                break;
            bytes.CopyTo(packet.Span);
            packet.Timestamp = timestamp;
            batch.Append(packet);
        }

        return batch;
    }

    /// <summary>Gives this thread's free slots back to the pools they are from: a thread's last act.</summary>
    public static void ReleaseThread()
    {
        if (s_cache is not { } cache)
            return;
        s_cache = null;
        cache.Pool.Detach(cache);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
            _ = s_pools.TryRemove(Number, out _);
            foreach (var chunk in _chunks)
                chunk.Dispose();
            _chunks.Clear();
        }
    }

    /// <summary>Takes a packet back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Free(Packet packet)
    {
        var header = packet.Header;
        var cache = s_cache;
        MarkFree(header);
        if (cache is null || header->Pool != cache.Number || header->SlotSize != SmallSlot)
        {
            FreeElsewhere(header);
            return;
        }

        header->Next = cache.Head;
        cache.Head = header;
        if (++cache.Count > CacheLimit)
            cache.Pool.Spill(cache);
    }

    /// <summary>Takes a batch back, all of one pool.</summary>
    internal static void Free(PacketBatch batch)
    {
        if (batch.IsEmpty)
            return;
        var cache = s_cache;
        if (cache is null || batch.First.Header->Pool != cache.Number || cache.Pool._hasLarge)
        {
            foreach (var packet in batch)
                Free(packet);
            return;
        }

        MarkFree(batch);
        batch.Last.Header->Next = cache.Head;
        cache.Head = batch.First.Header;
        cache.Count += batch.Count;
        if (cache.Count > CacheLimit)
            cache.Pool.Spill(cache);
    }

    /// <summary>A copy of a packet in another slot.</summary>
    internal static Packet Copy(Packet packet)
    {
        var from = packet.Header;
        var headroom = packet.Headroom;
        var copy = Of(from).Allocate(packet.Length, headroom);
        if (copy.IsNone)
            return copy;
        var to = copy.Header;
        packet.Span.CopyTo(copy.Span);
        copy.CopyAnnotations(packet);
        (to->Mac, to->Network, to->Transport) = (from->Mac, from->Network, from->Transport);
        return copy;
    }

    /// <summary>Makes room before and behind a packet and takes it in: moves its bytes within the slot, or to a larger one.</summary>
    internal static Packet Expand(Packet packet, int before, int behind)
    {
        var spare = packet.Headroom + packet.Tailroom - before - behind;
        if (spare >= 0)
        {
            // Leave what is left over where the next header will want it.
            var headroom = before + spare / 2;
            packet.ShiftData(headroom - packet.Headroom);
            return packet.Push(before).Put(behind);
        }

        var length = packet.Length;
        var larger = Of(packet.Header).Allocate(length + before + behind);
        if (!larger.IsNone)
        {
            packet.Span.CopyTo(larger.Span[before..]);
            larger.CopyAnnotations(packet);
            CopyHeaders(packet.Header, larger.Header, (int)(larger.Data - (byte*)larger.Header) + before - (int)(packet.Data - (byte*)packet.Header));
        }

        packet.Kill();
        return larger;
    }

    static void CopyHeaders(PacketHeader* from, PacketHeader* to, int offset)
    {
        (to->Mac, to->Network, to->Transport) = (from->Mac, from->Network, from->Transport);
        new Packet(to).MoveHeaders(offset);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Packet Prepare(PacketHeader* header, int length, int headroom)
    {
        MarkOut(header);
        header->Data = (byte*)header + PacketHeader.Size + headroom;
        header->Length = length;
        header->Mac = header->Network = header->Transport = 0;
        header->Timestamp = 0;
        header->Type = 0;
        header->Device = 0;
        Unsafe.InitBlock(header->Annotations, 0, Annotations.Size);
        return new Packet(header);
    }

    static PacketPool Of(PacketHeader* header) =>
        s_cache is { } cache && cache.Number == header->Pool ? cache.Pool : s_pools[header->Pool];

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void FreeElsewhere(PacketHeader* header)
    {
        var pool = Of(header);
        lock (pool._lock)
        {
            if (header->SlotSize == SmallSlot)
            {
                header->Next = pool._free;
                pool._free = header;
                pool._freeCount++;
            }
            else
            {
                header->Next = pool._largeFree;
                pool._largeFree = header;
                pool._largeFreeCount++;
            }
        }
    }

    [Conditional("DEBUG")]
    static void MarkFree(PacketBatch batch)
    {
        foreach (var packet in batch)
            MarkFree(packet.Header);
    }

    [Conditional("DEBUG")]
    static void MarkFree(PacketHeader* header)
    {
        if (!header->Out)
            throw new InvalidOperationException("a packet was killed twice, or used after it was killed");
        header->Out = false;
    }

    [Conditional("DEBUG")]
    static void MarkOut(PacketHeader* header) => header->Out = true;

    [MethodImpl(MethodImplOptions.NoInlining)]
    PacketCache Attach()
    {
        ReleaseThread();
        var cache = new PacketCache(this);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _caches.Add(cache);
        }

        s_cache = cache;
        return cache;
    }

    void Detach(PacketCache cache)
    {
        lock (_lock)
        {
            _ = _caches.Remove(cache);
            if (_disposed || cache.Head == null)
                return;
            var last = cache.Head;
            while (last->Next != null)
                last = last->Next;
            last->Next = _free;
            _free = cache.Head;
            _freeCount += cache.Count;
        }
    }

    /// <summary>Gives half of a thread's free slots to the others.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    void Spill(PacketCache cache)
    {
        var count = cache.Count / 2;
        var first = cache.Head;
        var last = first;
        for (var i = 1; i < count; i++)
            last = last->Next;
        cache.Head = last->Next;
        cache.Count -= count;
        lock (_lock)
        {
            last->Next = _free;
            _free = first;
            _freeCount += count;
        }
    }

    /// <summary>Fetches free slots for a thread that has none, and says the first of them, or null.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    PacketHeader* Refill(PacketCache cache)
    {
        lock (_lock)
        {
            for (; cache.Count < Handful && _free != null; cache.Count++, _freeCount--)
            {
                var header = _free;
                _free = header->Next;
                header->Next = cache.Head;
                cache.Head = header;
            }

            // Carved one by one, so that memory is touched only as far as it is used.
            for (; cache.Count < Handful / 4 && CanCarve(); cache.Count++, _carved++)
            {
                var header = Carve(_carve, SmallSlot);
                _carve += SmallSlot;
                header->Next = cache.Head;
                cache.Head = header;
            }

            return cache.Head;
        }
    }

    bool CanCarve()
    {
        if (_carve != _carveEnd)
            return true;
        if (Grow(SmallChunk) is not { } chunk)
            return false;
        _carve = chunk.Address;
        _carveEnd = _carve + SmallChunk;
        return true;
    }

    Packet AllocateLarge(int length, int headroom)
    {
        if ((long)length + headroom > LargeSlot - PacketHeader.Size)
            return default;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _hasLarge = true;
            if (_largeFree == null)
            {
                if (Grow(LargeChunk) is not { } chunk)
                    return default;
                for (var at = 0; at < LargeChunk; at += LargeSlot)
                {
                    var slot = Carve(chunk.Address + at, LargeSlot);
                    slot->Next = _largeFree;
                    _largeFree = slot;
                    _largeCarved++;
                    _largeFreeCount++;
                }
            }

            var header = _largeFree;
            _largeFree = header->Next;
            _largeFreeCount--;
            header->Next = null;
            return Prepare(header, length, headroom);
        }
    }

    PacketHeader* Carve(byte* slot, int size)
    {
        var header = (PacketHeader*)slot;
        header->SlotSize = size;
        header->Pool = Number;
        return header;
    }

    NativeRegion? Grow(int size)
    {
        if (_disposed || _bytes + size > _maxBytes)
            return null;
        var chunk = NativeRegion.ReserveLow((nuint)size);
        _bytes += size;
        _chunks.Add(chunk);
        return chunk;
    }
}
