using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Scheduling;

/// <summary><c>DRRSched</c>: pulls from its inputs in turn, so that each gets the same number of bytes over time.</summary>
/// <remarks>Shreedhar and Varghese, "Efficient fair queuing using deficit round robin". It keeps up to one packet of each input.</remarks>
sealed class DrrSched : Element
{
    const int DefaultQuantum = 500;

    int _quantum;
    NotifierSignal[] _signals = [];
    Packet[] _heads = [];
    long[] _deficits = [];
    int _next;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var quantum = arguments.Optional("QUANTUM", ArgumentTypes.Range(1, int.MaxValue), DefaultQuantum);
        if (arguments.Complete())
            _quantum = quantum;
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        _signals = InputSignals.Of(this);
        _heads = new Packet[InputCount];
        _deficits = new long[InputCount];
        _deficits[0] = _quantum;
    }

    /// <inheritdoc/>
    public override PacketBatch Pull(int port, int limit)
    {
        var batch = default(PacketBatch);
        while (batch.Count < limit)
        {
            var packet = PullOne();
            if (packet.IsNone)
                break;
            batch.Append(packet);
        }

        return batch;
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not DrrSched other)
            return false;
        for (var i = 0; i < Math.Min(_heads.Length, other._heads.Length); i++)
        {
            (_heads[i], _deficits[i]) = (other._heads[i], other._deficits[i]);
            other._heads[i] = default;
        }

        return true;
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        for (var i = 0; i < _heads.Length; i++)
        {
            if (!_heads[i].IsNone)
                _heads[i].Kill();
            _heads[i] = default;
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) =>
        handlers.Value(this, "quantum", ArgumentTypes.Range(1, int.MaxValue), () => _quantum, quantum => _quantum = quantum, "bytes of a turn");

    Packet PullOne()
    {
        for (var dry = 0; dry < _heads.Length;)
        {
            var head = HeadOf(_next);
            if (head.IsNone)
            {
                _deficits[_next] = 0;
                dry++;
            }
            else if (head.Length <= _deficits[_next])
            {
                _deficits[_next] -= head.Length;
                _heads[_next] = default;
                return head;
            }
            else
            {
                dry = 0;
            }

            _next = _next + 1 == _heads.Length ? 0 : _next + 1;
            _deficits[_next] += _quantum;
        }

        return default;
    }

    Packet HeadOf(int input)
    {
        if (_heads[input].IsNone && _signals[input].IsActive)
            _heads[input] = Input(input).Pull(1).First;
        return _heads[input];
    }
}
