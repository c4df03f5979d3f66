using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Measurement;

/// <summary><c>AverageCounter</c>: counts packets and bytes, and says their average rate from the first packet to the last. Packets within
/// IGNORE seconds of the first do not count.</summary>
sealed class AverageCounter : BatchElement
{
    const double Second = 1e9;

    long _count, _bytes, _first, _last, _ignore;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var ignore = arguments.Optional("IGNORE", ArgumentTypes.Time);
        if (arguments.Complete())
            _ignore = ignore;
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not AverageCounter counter)
            return false;
        (_count, _bytes, _first, _last) = (counter._count, counter._bytes, counter._first, counter._last);
        return true;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => _count, "packets that passed");
        handlers.Read("byte_count", () => _bytes, "bytes that passed");
        handlers.Read("rate", () => ElementValues.Format(PerSecond(_count)), "packets a second");
        handlers.Read("byte_rate", () => ElementValues.Format(PerSecond(_bytes)), "bytes a second");
        handlers.Read("bit_rate", () => ElementValues.Format(PerSecond(_bytes * 8)), "bits a second");
        handlers.Button("reset", () => (_count, _bytes, _first, _last) = (0, 0, 0, 0), "sets counts to zero; the next packet is the first");
    }

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch)
    {
        var now = Clock.Now;
        _first = _first == 0 ? now : _first;
        if (now - _first >= _ignore)
        {
            _count += batch.Count;
            _bytes += batch.ByteCount();
        }

        _last = now;
        return batch;
    }

    double PerSecond(long amount)
    {
        var time = (_last - _first - _ignore) / Second;
        return time > 0 ? amount / time : 0;
    }
}
