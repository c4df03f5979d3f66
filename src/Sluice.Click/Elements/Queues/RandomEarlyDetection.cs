using Sluice.Click.Arguments;
using Sluice.Click.Configuration;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Queues;

/// <summary><c>RED</c>: drops packets at random, the likelier the more of them queues hold on average: none below MIN_THRESH, up to MAX_P at
/// MAX_THRESH, all above (GENTLE: all from twice MAX_THRESH). What it drops goes to output 1. The queues are those that its packets come
/// to, or where it is pulled come from, unless QUEUES names others.</summary>
/// <remarks>Floyd and Jacobson, "Random early detection gateways for congestion avoidance"; GENTLE: Floyd's recommendation of 1999.</remarks>
sealed class RandomEarlyDetection : FilterElement
{
    const int DefaultStability = 4, MaxStability = 16;

    static readonly ArgumentType<double> s_threshold = ArgumentTypes.Double;

    double _least, _most, _maxProbability;
    int _stability;
    bool _gentle;
    IReadOnlyList<string> _names = [];
    IPacketStore[] _queues = [];
    double _average;
    int _sinceDrop, _pending;
    long _drops;
    RouterRandom _random;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var least = arguments.Mandatory("MIN_THRESH", s_threshold);
        var most = arguments.Mandatory("MAX_THRESH", s_threshold);
        var probability = arguments.Mandatory("MAX_P", ArgumentTypes.Probability);
        var names = ArgumentText.SplitWords(arguments.Keyword("QUEUES", ArgumentTypes.String, ""));
        var stability = arguments.Keyword("STABILITY", ArgumentTypes.Range(0, MaxStability), DefaultStability);
        var gentle = arguments.Keyword("GENTLE", ArgumentTypes.Bool, true);
        if (!arguments.Failed && (least < 0 || most < least))
            arguments.Error($"found MIN_THRESH {least} and MAX_THRESH {most}, expected 0 <= MIN_THRESH <= MAX_THRESH");
        if (arguments.Complete())
            (_least, _most, _maxProbability, _names, _stability, _gentle) = (least, most, probability, names, stability, gentle);
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        _random = Router.RandomOf(this);
        if (_names.Count == 0)
        {
            _queues = IsPushInput(0) ? NearestQueues(true) : NearestQueues(false);
            if (_queues.Length == 0)
                Error($"found no queue {(IsPushInput(0) ? "downstream" : "upstream")}: put one there, or name it in QUEUES");
            return;
        }

        foreach (var name in _names)
        {
            if (Router.Find(name, this) is not IPacketStore)
                Error($"QUEUES: found `{name}`, expected the name of a queue");
        }

        _queues = [.. _names.Select(name => Router.Find(name, this)).OfType<IPacketStore>()];
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not RandomEarlyDetection red)
            return false;
        (_average, _drops, _sinceDrop) = (red._average, red._drops, red._sinceDrop);
        return true;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Value(this, "min_thresh", s_threshold, () => _least, value => _least = value, "average length below which nothing is dropped");
        handlers.Value(this, "max_thresh", s_threshold, () => _most, value => _most = value, "average length at which MAX_P is reached");
        handlers.Value(this, "max_p", ArgumentTypes.Probability, () => _maxProbability, value => _maxProbability = value, "probability there");
        handlers.Value(this, "gentle", ArgumentTypes.Bool, () => _gentle, value => _gentle = value, "whether the probability rises on above");
        handlers.Read("drops", () => _drops, "packets dropped");
        handlers.Read("avg_queue_size", () => ElementValues.Format(_average), "average length of the queues");
        handlers.Read("queues", () => string.Join(' ', _queues.Select(static queue => ((Element)queue).Name)), "the queues", HandlerFlags.Calm);
        handlers.Button("reset", () => _drops = 0, "sets the count to zero");
    }

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch)
    {
        _pending = 0;
        return base.Process(batch);
    }

    /// <inheritdoc/>
    protected override bool Accepts(Packet packet)
    {
        // What passed of this batch is not in the queue yet, but will be before the next packet.
        var length = _pending;
        foreach (var queue in _queues)
            length += queue.Count;
        _average += (length - _average) / (1 << _stability);
        if (!Drops())
        {
            _pending += IsPushInput(0) ? 1 : 0;
            return true;
        }

        _sinceDrop = 0;
        _drops++;
        return false;
    }

    bool Drops()
    {
        if (_average < _least)
        {
            _sinceDrop = -1;
            return false;
        }

        if (_average >= _most && (!_gentle || _average >= _most * 2))
            return true;
        var probability = _average < _most
            ? _maxProbability * (_average - _least) / (_most - _least)
            : _maxProbability + (1 - _maxProbability) * (_average - _most) / _most;
        _sinceDrop++;
        // Drops that come at even distances: the probability of this packet, given how many were spared since the last drop.
        var spared = 1 - _sinceDrop * probability;
        return spared <= 0 || _random.NextDouble() < probability / spared;
    }

    IPacketStore[] NearestQueues(bool downstream)
    {
        var found = new List<IPacketStore>();
        var visited = new HashSet<Element> { this };
        var open = new System.Collections.Generic.Queue<(Element Element, int Port)>();
        Follow(this, downstream ? 0 : -1, downstream, open);
        while (open.TryDequeue(out var at))
        {
            if (!visited.Add(at.Element))
                continue;
            if (at.Element is IPacketStore store)
                found.Add(store);
            else
                Follow(at.Element, at.Port, downstream, open);
        }

        return [.. found];
    }

    static void Follow(Element element, int port, bool downstream, System.Collections.Generic.Queue<(Element, int)> open)
    {
        var flow = FlowCode.Of(element.Class.Flow);
        for (var output = 0; downstream && output < element.OutputCount; output++)
        {
            if (element.IsPushOutput(output) && (element is RandomEarlyDetection ? output == 0 : flow.Connects(port, output)))
                open.Enqueue((element.Output(output).Element, element.Output(output).Port));
        }

        for (var input = 0; !downstream && input < element.InputCount; input++)
        {
            if (!element.IsPushInput(input) && (port < 0 || flow.Connects(input, port)))
                open.Enqueue((element.Input(input).Element, element.Input(input).Port));
        }
    }
}
