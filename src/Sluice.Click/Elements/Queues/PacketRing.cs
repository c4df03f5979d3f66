using System.Numerics;
using System.Runtime.InteropServices;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Queues;

/// <summary>A ring of packets that one thread adds to and one thread takes from, without locks. Its owner kills what is left.</summary>
sealed class PacketRing
{
    readonly Packet[] _ring;
    readonly int _mask;
    readonly bool _fences;
    Positions _positions;

    /// <summary>A ring for so many packets.</summary>
    /// <param name="capacity">Most packets.</param>
    /// <param name="concurrent">Are the two threads different ones, perhaps?</param>
    public PacketRing(int capacity, bool concurrent)
    {
        _fences = concurrent;
        _ring = new Packet[BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, capacity))];
        _mask = _ring.Length - 1;
    }

    /// <summary>Packets in it.</summary>
    public int Count => (int)(Volatile.Read(ref _positions.Tail) - Volatile.Read(ref _positions.Head));

    /// <summary>Adds packets of a batch until there are so many; those that fit are taken out of the batch.</summary>
    /// <param name="batch">The packets.</param>
    /// <param name="capacity">Most packets, at most those that the ring was made for.</param>
    public void Add(ref PacketBatch batch, int capacity)
    {
        var tail = _positions.Tail;
        var room = capacity - (int)(tail - Volatile.Read(ref _positions.Head));
        var count = Math.Min(room, batch.Count);
        if (count <= 0)
            return;
        var taken = batch.RemoveFirst(count);
        foreach (var packet in taken)
            _ring[(int)tail++ & _mask] = packet;
        Volatile.Write(ref _positions.Tail, tail);
        if (_fences)
            Interlocked.MemoryBarrier();
    }

    /// <summary>Takes the oldest packets out.</summary>
    public PacketBatch Take(int limit)
    {
        var head = _positions.Head;
        var count = (int)Math.Min(limit, Volatile.Read(ref _positions.Tail) - head);
        var batch = default(PacketBatch);
        for (; count > 0; count--)
            batch.Append(_ring[(int)head++ & _mask]);
        Volatile.Write(ref _positions.Head, head);
        if (_fences)
            Interlocked.MemoryBarrier();
        return batch;
    }

    /// <summary>Ends of the ring, each on a cache line of its own: each is written by another thread.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 192)]
    struct Positions
    {
        [FieldOffset(64)] public long Head;
        [FieldOffset(128)] public long Tail;
    }
}
