using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Scheduling;

/// <summary><c>RatedSplitter</c>, <c>BandwidthRatedSplitter</c>: pushes up to a rate of packets to output 0 and what exceeds it to
/// output 1.</summary>
/// <param name="bytes">Is the rate in bytes rather than packets?</param>
sealed class RatedSplitter(bool bytes) : Element
{
    TokenBucket _bucket;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var (rate, capacity) = RateArguments.Read(arguments, bytes);
        if (arguments.Complete())
            _bucket = new TokenBucket(rate, capacity);
    }

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch)
    {
        var tokens = _bucket.Fill(Clock.Now);
        var within = default(PacketBatch);
        while (tokens >= 1 && !batch.IsEmpty)
        {
            var packet = batch.RemoveFirst();
            tokens -= bytes ? packet.Length : 1;
            _bucket.Take(bytes ? packet.Length : 1);
            within.Append(packet);
        }

        PushOrKill(0, within);
        PushOrKill(1, batch);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) =>
        handlers.Value(this, "rate", RateArguments.Of(bytes), () => (long)_bucket.Rate, rate => _bucket.Change(rate, RateArguments.Burst(rate)),
            bytes ? "bytes a second" : "packets a second");
}
