using Sluice.Click.Arguments;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Basic;

/// <summary><c>SetTimestamp</c>: sets packets' timestamp to now, to a fixed time, or (DELTA) to the time since their first timestamp;
/// FIRST sets the first-timestamp annotation instead.</summary>
/// <remarks>The clock is read once a batch. The first timestamp is kept in nanoseconds.</remarks>
sealed unsafe class SetTimestamp : BatchElement
{
    long _time = -1;
    bool _first, _delta;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var time = arguments.Optional("TIMESTAMP", ArgumentTypes.Time, -1);
        var first = arguments.Keyword("FIRST", ArgumentTypes.Bool);
        var delta = arguments.Keyword("DELTA", ArgumentTypes.Bool);
        if (first && delta)
            arguments.Error("found both FIRST and DELTA, expected one of them");
        if (arguments.Complete())
            (_time, _first, _delta) = (time, first, delta);
    }

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch)
    {
        var time = _time < 0 ? Clock.Now : _time;
        foreach (var packet in batch)
        {
            ref var first = ref *(long*)(packet.Annotations + Annotations.FirstTimestamp.Offset);
            if (_first)
                first = time;
            else
                packet.Timestamp = _delta ? packet.Timestamp - first : time;
        }

        return batch;
    }
}
