using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Scheduling;

/// <summary><c>RoundRobinSched</c>: pulls one packet from each input in turn, passing over those that have none.</summary>
sealed class RoundRobinSched : Element
{
    NotifierSignal[] _signals = [];
    int _next;

    /// <inheritdoc/>
    public override void Initialize() => _signals = InputSignals.Of(this);

    /// <inheritdoc/>
    public override PacketBatch Pull(int port, int limit)
    {
        var batch = default(PacketBatch);
        for (var dry = 0; batch.Count < limit && dry < _signals.Length; _next = _next + 1 == _signals.Length ? 0 : _next + 1)
        {
            var one = _signals[_next].IsActive ? Input(_next).Pull(1) : default;
            dry = one.IsEmpty ? dry + 1 : 0;
            batch.Append(one);
        }

        return batch;
    }
}
