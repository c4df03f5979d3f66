using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Queues;

/// <summary><c>Queue</c> and its relatives: keep packets in their order until they are pulled.</summary>
/// <remarks>One thread may push while another pulls; kinds for any number of threads, and those whose pushing side takes packets out, lock
/// when the router has several.</remarks>
sealed class Queue : Element, IPacketStore
{
    const int DefaultCapacity = 1000;

    static readonly ArgumentType<int> s_capacity = ArgumentTypes.Range(1, 1 << 24);

    readonly Notifier _packets = new();
    readonly Notifier _room;
    readonly Lock _lock = new();
    readonly QueueKind _kind;
    PacketRing _ring = new(1, false);
    PacketBatch _stack;
    bool _locks;
    long _drops;
    int _highest;

    /// <summary>An empty queue.</summary>
    /// <param name="kind">How it differs from the plainest.</param>
    public Queue(QueueKind kind) => (_kind, _room) = (kind, new RoomNotifier(this));

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <summary>Most packets that it keeps.</summary>
    public int Capacity { get; private set; } = DefaultCapacity;

    /// <inheritdoc/>
    public int Count => _ring.Count + _stack.Count;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var capacity = arguments.Optional("CAPACITY", s_capacity, DefaultCapacity);
        if (!arguments.Complete())
            return;
        _locks = Router.Options.Threads > 1 && (_kind & (QueueKind.AnyThread | QueueKind.DropsOldest | QueueKind.HasStack)) != 0;
        Resize(capacity);
    }

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch)
    {
        if (_locks)
        {
            lock (_lock)
                Add(port, ref batch);
        }
        else
        {
            Add(port, ref batch);
        }

        if (!batch.IsEmpty)
        {
            _drops += batch.Count;
            batch.Kill();
        }

        _packets.Wake();
        if (Count >= Capacity)
        {
            _room.Sleep();
            if (Count < Capacity)
                _room.Wake();
        }
    }

    /// <inheritdoc/>
    public override PacketBatch Pull(int port, int limit)
    {
        PacketBatch batch;
        if (_locks)
        {
            lock (_lock)
                batch = Take(limit);
        }
        else
        {
            batch = Take(limit);
        }

        if (!batch.IsEmpty)
        {
            _room.Wake();
            return batch;
        }

        _packets.Sleep();
        Interlocked.MemoryBarrier();
        if (Count > 0)
            _packets.Wake();
        return batch;
    }

    /// <inheritdoc/>
    public override Notifier? FindNotifier(NotifierKind notifier, int port) => notifier switch
    {
        NotifierKind.Packets when (_kind & QueueKind.TellsEmpty) != 0 => _packets,
        NotifierKind.Room when (_kind & QueueKind.TellsFull) != 0 => _room,
        _ => null,
    };

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not Queue queue)
            return false;
        var packets = queue.Take(int.MaxValue);
        (_drops, _highest) = (queue._drops, queue._highest);
        if (!packets.IsEmpty)
            Push(0, packets);
        return true;
    }

    /// <inheritdoc/>
    public override void Cleanup() => Take(int.MaxValue).Kill();

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("length", () => Count, "packets in it");
        handlers.Read("highwater_length", () => _highest, "most packets that were ever in it");
        handlers.Value(this, "capacity", s_capacity, () => Capacity, Resize, "most packets that it keeps");
        handlers.Read("drops", () => _drops, "packets dropped");
        handlers.Button("reset_counts", () => (_drops, _highest) = (0, Count), "forgets drops and the highest length");
        handlers.Button("reset", () => Take(int.MaxValue).Kill(), "drops all packets in it");
    }

    /// <summary>Takes packets in; those that are left in the batch are to be dropped.</summary>
    void Add(int port, ref PacketBatch batch)
    {
        if (port == 1)
        {
            AddToStack(ref batch);
            return;
        }

        if ((_kind & QueueKind.DropsOldest) != 0 && batch.Count > Capacity - _ring.Count)
        {
            var surplus = batch.RemoveFirst(Math.Max(0, batch.Count - Capacity));
            _drops += surplus.Count;
            surplus.Kill();
            var oldest = _ring.Take(Math.Max(0, batch.Count - (Capacity - _ring.Count)));
            _drops += oldest.Count;
            oldest.Kill();
        }

        _ring.Add(ref batch, Capacity - _stack.Count);
        _highest = Math.Max(_highest, Count);
    }

    /// <summary>The newest first. What is full drops its oldest.</summary>
    void AddToStack(ref PacketBatch batch)
    {
        while (!batch.IsEmpty)
        {
            var top = new PacketBatch(batch.RemoveFirst());
            top.Append(_stack);
            _stack = top;
        }

        for (var surplus = Count - Capacity; surplus > 0 && _ring.Count > 0; surplus = Count - Capacity)
            batch.Append(_ring.Take(surplus));
        if (_stack.Count > Capacity)
        {
            var kept = _stack.RemoveFirst(Capacity);
            batch.Append(_stack);
            _stack = kept;
        }

        _highest = Math.Max(_highest, Count);
    }

    PacketBatch Take(int limit)
    {
        if (_stack.IsEmpty)
            return _ring.Take(limit);
        var batch = _stack.RemoveFirst(limit);
        if (batch.Count < limit)
            batch.Append(_ring.Take(limit - batch.Count));
        return batch;
    }

    /// <summary>Makes it larger or smaller; of the packets in it the newest are dropped where they do not fit.</summary>
    void Resize(int capacity)
    {
        var packets = Take(int.MaxValue);
        (Capacity, _ring) = (capacity, new PacketRing(capacity, Router.Options.Threads > 1));
        if (!packets.IsEmpty)
            Push(0, packets);
    }
}
