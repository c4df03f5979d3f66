using Sluice.Click.Arguments;
using Sluice.Click.Elements.Measurement;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Scheduling;

/// <summary><c>Meter</c>, <c>BandwidthMeter</c>: measures the rate that packets come at, and pushes them to output 0 while it is below
/// RATE1, to output 1 while it is below RATE2, and so on.</summary>
/// <param name="bytes">Are the rates in bytes rather than packets?</param>
sealed class Meter(bool bytes) : Element
{
    long[] _rates = [];
    RateAverage _rate;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var rates = Enumerable.Range(1, Math.Max(1, OutputCount - 1)).Select(i => arguments.Mandatory($"RATE{i}", RateArguments.Of(bytes))).ToArray();
        if (!rates.Order().SequenceEqual(rates))
            arguments.Error($"found rates {string.Join(", ", rates)}, expected each to be above the one before it");
        if (arguments.Complete())
            _rates = rates;
    }

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch)
    {
        var now = Clock.Now;
        _rate.Add(now, bytes ? batch.ByteCount() : batch.Count);
        var rate = _rate.PerSecond(now);
        var output = 0;
        while (output < _rates.Length && rate >= _rates[output])
            output++;
        PushOrKill(output, batch);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) =>
        handlers.Read("rate", () => ElementValues.Format(_rate.PerSecond(Clock.Now)), bytes ? "bytes a second, lately" : "packets a second, lately");
}
