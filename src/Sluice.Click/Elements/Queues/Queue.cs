using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Queues;

/// <summary><c>Queue</c>: keeps packets in their order until they are pulled, and drops new ones while it is full. Tells those who pull when
/// it is empty and those who push when it is full.</summary>
/// <remarks>One thread may push while another pulls.</remarks>
class Queue : Element
{
    const int DefaultCapacity = 1000;

    readonly Notifier _packets = new();
    readonly Notifier _room = new(true);
    PacketRing _ring = new(1, false);
    int _capacity = DefaultCapacity;
    long _drops;
    int _highest;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var capacity = arguments.Optional("CAPACITY", ArgumentTypes.Range(1, 1 << 24), DefaultCapacity);
        if (arguments.Complete())
            Resize(capacity);
    }

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch)
    {
        _ring.Add(ref batch);
        var count = _ring.Count;
        if (count > _highest)
            _highest = count;
        if (!batch.IsEmpty)
        {
            _drops += batch.Count;
            batch.Kill();
        }

        _packets.Wake();
        if (count >= _capacity)
        {
            _room.Sleep();
            if (_ring.Count < _capacity)
                _room.Wake();
        }
    }

    /// <inheritdoc/>
    public override PacketBatch Pull(int port, int limit)
    {
        var batch = _ring.Take(limit);
        if (batch.IsEmpty)
        {
            _packets.Sleep();
            Interlocked.MemoryBarrier();
            if (_ring.Count > 0)
                _packets.Wake();
        }
        else
        {
            _room.Wake();
        }

        return batch;
    }

    /// <inheritdoc/>
    public override Notifier? FindNotifier(NotifierKind kind, int port) => kind == NotifierKind.Packets ? _packets : _room;

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not Queue queue)
            return false;
        var packets = queue._ring.Take(int.MaxValue);
        (_drops, _highest) = (queue._drops, queue._highest);
        if (!packets.IsEmpty)
            Push(0, packets);
        return true;
    }

    /// <inheritdoc/>
    public override void Cleanup() => Clear();

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("length", () => _ring.Count, "packets in it");
        handlers.Read("highwater_length", () => _highest, "most packets that were ever in it");
        handlers.Read("capacity", () => _capacity, "most packets that it keeps", HandlerFlags.Calm);
        handlers.Write("capacity", text => Resize(ParseValue(text, ArgumentTypes.Range(1, 1 << 24))), "most packets that it keeps");
        handlers.Read("drops", () => _drops, "packets dropped");
        handlers.Button("reset_counts", () => (_drops, _highest) = (0, _ring.Count), "forgets drops and the highest length");
        handlers.Button("reset", Clear, "drops all packets in it");
    }

    void Clear() => _ring.Take(int.MaxValue).Kill();

    /// <summary>Makes it larger or smaller; of the packets in it the newest are dropped where they do not fit.</summary>
    void Resize(int capacity)
    {
        var packets = _ring.Take(int.MaxValue);
        (_capacity, _ring) = (capacity, new PacketRing(capacity, Router.Options.Threads > 1));
        if (!packets.IsEmpty)
            Push(0, packets);
    }
}
