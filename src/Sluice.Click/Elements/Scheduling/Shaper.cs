using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Scheduling;

/// <summary><c>Shaper</c>, <c>BandwidthShaper</c>: lets packets be pulled at most at a rate. Who pulls more often gets none, and asks
/// again; RatedUnqueue does not need to ask.</summary>
/// <param name="bytes">Is the rate in bytes rather than packets?</param>
sealed class Shaper(bool bytes) : Element
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
    public override PacketBatch Pull(int port, int limit)
    {
        var batch = default(PacketBatch);
        for (var tokens = _bucket.Fill(Clock.Now); tokens >= 1 && batch.Count < limit; tokens = _bucket.Fill(0))
        {
            var part = Input(0).Pull(bytes ? 1 : (int)Math.Min(limit - batch.Count, tokens));
            if (part.IsEmpty)
                break;
            _bucket.Take(bytes ? part.ByteCount() : part.Count);
            batch.Append(part);
        }

        return batch;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) =>
        handlers.Value(this, "rate", RateArguments.Of(bytes), () => (long)_bucket.Rate, rate => _bucket.Change(rate, RateArguments.Burst(rate)),
            bytes ? "bytes a second" : "packets a second");
}
