using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Scheduling;

/// <summary><c>PrioSched</c>: pulls from the first of its inputs that has a packet.</summary>
sealed class PrioSched : Element
{
    NotifierSignal[] _signals = [];

    /// <inheritdoc/>
    public override void Initialize() => _signals = InputSignals.Of(this);

    /// <inheritdoc/>
    public override PacketBatch Pull(int port, int limit)
    {
        var batch = default(PacketBatch);
        for (var input = 0; input < _signals.Length && batch.Count < limit; input++)
        {
            if (_signals[input].IsActive)
                batch.Append(Input(input).Pull(limit - batch.Count));
        }

        return batch;
    }
}
