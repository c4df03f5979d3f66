using System.Runtime.CompilerServices;

namespace Sluice.Click.Packets;

/// <summary>Some packets in their order, linked through <see cref="Packet.Next"/>: what elements hand on.</summary>
/// <remarks>A value of three words that owns its packets. Copies of it mean the same packets: go on with one of them only.</remarks>
public struct PacketBatch
{
    /// <summary>A batch of one packet.</summary>
    public PacketBatch(Packet packet)
    {
        packet.Next = default;
        (First, Last, Count) = (packet, packet, 1);
    }

    internal PacketBatch(Packet first, Packet last, int count) => (First, Last, Count) = (first, last, count);

    /// <summary>The first packet, none in an empty batch.</summary>
    public Packet First { get; private set; }

    /// <summary>The last packet, none in an empty batch.</summary>
    public Packet Last { get; private set; }

    /// <summary>Packets in it.</summary>
    public int Count { get; private set; }

    /// <summary>Is there no packet?</summary>
    public readonly bool IsEmpty => Count == 0;

    /// <summary>Adds a packet at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(Packet packet)
    {
        packet.Next = default;
        if (Count == 0)
            First = packet;
        else
            Link(Last, packet);
        Last = packet;
        Count++;
    }

    /// <summary>Adds all packets of another batch at the end; the other is used up.</summary>
    public void Append(PacketBatch batch)
    {
        if (batch.Count == 0)
            return;
        if (Count == 0)
        {
            this = batch;
            return;
        }

        Link(Last, batch.First);
        Last = batch.Last;
        Count += batch.Count;
    }

    /// <summary>Takes the first packet out.</summary>
    /// <returns>None in an empty batch.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Packet RemoveFirst()
    {
        var packet = First;
        if (packet.IsNone)
            return packet;
        First = packet.Next;
        if (--Count == 0)
            Last = default;
        packet.Next = default;
        return packet;
    }

    /// <summary>Takes the first <paramref name="count"/> packets out, or all when there are fewer.</summary>
    public PacketBatch RemoveFirst(int count)
    {
        if (count >= Count)
        {
            var all = this;
            this = default;
            return all;
        }

        if (count <= 0)
            return default;
        var last = First;
        for (var i = 1; i < count; i++)
            last = last.Next;
        var head = new PacketBatch(First, last, count);
        First = last.Next;
        Count -= count;
        last.Next = default;
        return head;
    }

    /// <summary>Kills all packets; the batch is empty then.</summary>
    public void Kill()
    {
        PacketPool.Free(this);
        this = default;
    }

    /// <summary>Copies of all packets, or of as many as the pool has slots for.</summary>
    public readonly PacketBatch Clone()
    {
        var copies = default(PacketBatch);
        foreach (var packet in this)
        {
            var copy = packet.Clone();
            if (!copy.IsNone)
                copies.Append(copy);
        }

        return copies;
    }

    /// <summary>Bytes of all packets.</summary>
    public readonly long ByteCount()
    {
        var bytes = 0L;
        for (var packet = First; !packet.IsNone; packet = packet.Next)
            bytes += packet.Length;
        return bytes;
    }

    static void Link(Packet packet, Packet next) => packet.Next = next;

    /// <summary>All packets; the loop's body may link, push or kill the one it is given, for the next is known already.</summary>
    public readonly Enumerator GetEnumerator() => new(First);

    /// <summary>Goes through a batch.</summary>
    public struct Enumerator
    {
        Packet _next;

        internal Enumerator(Packet first) => _next = first;

        /// <summary>The packet.</summary>
        public Packet Current { get; private set; }

        /// <summary>Goes on.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            Current = _next;
            if (Current.IsNone)
                return false;
            _next = Current.Next;
            return true;
        }
    }
}
