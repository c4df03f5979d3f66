using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Sources;

/// <summary><c>InfiniteSource</c>, <c>RatedSource</c>: makes packets of the same bytes.</summary>
/// <param name="rated">Does it keep to a rate?</param>
sealed class DataSource(bool rated) : Generator
{
    const long DefaultRate = 10;

    byte[] _data = [];
    int _headroom;
    bool _timestamp;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var data = arguments.Optional("DATA", ArgumentTypes.Bytes, SourceData.Default);
        var rate = rated ? arguments.Optional("RATE", Scheduling.RateArguments.Packets, DefaultRate) : 0;
        var limit = arguments.Optional("LIMIT", ArgumentTypes.Int64, -1);
        var burst = rated ? Router.Options.BatchSize : arguments.Optional("BURST", ArgumentTypes.Range(1, int.MaxValue), Router.Options.BatchSize);
        var active = arguments.Optional("ACTIVE", ArgumentTypes.Bool, true);
        var length = SourceData.ReadLength(arguments);
        var bandwidth = rated ? arguments.Keyword("BANDWIDTH", ArgumentTypes.Bandwidth, -1) : -1;
        var timestamp = arguments.Keyword("TIMESTAMP", ArgumentTypes.Bool, true);
        var headroom = arguments.Keyword("HEADROOM", ArgumentTypes.Range(0, PacketPool.DefaultHeadroom), PacketPool.DefaultHeadroom);
        var stop = arguments.Keyword("STOP", ArgumentTypes.Bool);
        var endCall = arguments.Keyword("END_CALL", ArgumentTypes.String, "");
        if (data.Length > PacketPool.MaxLength)
            arguments.Error($"DATA: found {data.Length} bytes, expected at most {PacketPool.MaxLength}");
        if (!arguments.Complete())
            return;
        (_data, _headroom, _timestamp) = (SourceData.Resize(data, length), headroom, timestamp);
        (Limit, Burst, IsActive) = (limit, burst, active);
        if (rated)
            SetRate(bandwidth >= 0 ? bandwidth / Math.Max(1, _data.Length) : rate);
        SetEnd(stop, endCall);
        Restart();
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        base.AddHandlers(handlers);
        handlers.Read("data", () => ArgumentText.Quote(System.Text.Encoding.Latin1.GetString(_data)), "the packets' bytes", HandlerFlags.Calm);
        handlers.Write("data", text => _data = ParseValue(text, ArgumentTypes.Bytes), "the packets' bytes");
        handlers.Value(this, "length", SourceData.Length, () => _data.Length, length => _data = SourceData.Resize(_data, length), "bytes of a packet");
    }

    /// <inheritdoc/>
    protected override PacketBatch Make(int count, long now) => Pool.Allocate(count, _data, _headroom, _timestamp ? now : 0);
}
