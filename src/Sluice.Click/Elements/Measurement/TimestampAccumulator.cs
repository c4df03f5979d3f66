using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Measurement;

/// <summary><c>TimestampAccum</c>: sums up how long ago packets' timestamps are: put SetTimestamp somewhere before it and it says how long
/// they took from there.</summary>
sealed class TimestampAccumulator : BatchElement
{
    long _count, _time;

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not TimestampAccumulator other)
            return false;
        (_count, _time) = (other._count, other._time);
        return true;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => _count, "packets that passed");
        handlers.Read("time", () => ElementValues.FormatTime(_time), "seconds that they took, together");
        handlers.Read("average_time", () => ElementValues.FormatTime(_count == 0 ? 0 : _time / _count), "seconds that one took on average");
        handlers.Button("reset_counts", () => (_count, _time) = (0, 0), "sets both to zero");
    }

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch)
    {
        var now = Clock.Now;
        foreach (var packet in batch)
            _time += now - packet.Timestamp;
        _count += batch.Count;
        return batch;
    }
}
