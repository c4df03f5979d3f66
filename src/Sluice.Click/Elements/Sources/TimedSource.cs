using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Sources;

/// <summary><c>TimedSource</c>: makes a packet at every INTERVAL.</summary>
sealed class TimedSource : Element
{
    const long DefaultInterval = 500_000_000;

    byte[] _data = [];
    long _interval, _limit, _count;
    bool _active, _stop;
    RouterTimer? _timer;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var interval = arguments.Optional("INTERVAL", ArgumentTypes.Time, DefaultInterval);
        var data = arguments.Optional("DATA", ArgumentTypes.Bytes, SourceData.Default);
        var limit = arguments.Keyword("LIMIT", ArgumentTypes.Int64, -1);
        var active = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);
        var stop = arguments.Keyword("STOP", ArgumentTypes.Bool);
        if (interval == 0)
            arguments.Error("INTERVAL: found 0, expected more");
        if (data.Length > PacketPool.MaxLength)
            arguments.Error($"DATA: found {data.Length} bytes, expected at most {PacketPool.MaxLength}");
        if (!arguments.Complete())
            return;
        (_interval, _data, _limit, _active, _stop) = (interval, data, limit, active, stop);
        Restart();
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        _timer = new RouterTimer(this);
        Restart();
    }

    /// <inheritdoc/>
    public override void RunTimer(RouterTimer timer)
    {
        if (!_active)
            return;
        if (_limit < 0 || _count < _limit)
        {
            var packet = Pool.Allocate(_data);
            if (!packet.IsNone)
            {
                packet.Timestamp = Clock.Now;
                _count++;
                Output(0).Push(new PacketBatch(packet));
            }
        }

        if (_limit < 0 || _count < _limit)
            timer.RescheduleAfter(_interval);
        else if (_stop)
            Router.RequestStop();
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not TimedSource source)
            return false;
        _count = source._count;
        return true;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("interval", () => ElementValues.FormatTime(_interval), "the interval in seconds", HandlerFlags.Calm);
        handlers.Write("interval", text => Change(() => _interval = Math.Max(1, ParseValue(text, ArgumentTypes.Time))), "the interval");
        handlers.Read("data", () => ArgumentText.Quote(System.Text.Encoding.Latin1.GetString(_data)), "the packets' bytes", HandlerFlags.Calm);
        handlers.Write("data", text => _data = ParseValue(text, ArgumentTypes.Bytes), "the packets' bytes");
        handlers.Value(this, "limit", ArgumentTypes.Int64, () => _limit, limit => Change(() => _limit = limit), "packets to make in all; negative for no limit");
        handlers.Value(this, "active", ArgumentTypes.Bool, () => _active, active => Change(() => _active = active), "whether it makes packets");
        handlers.Read("count", () => _count, "packets made");
        handlers.Button("reset", () => Change(() => _count = 0), "makes all packets again");
    }

    void Change(Action change)
    {
        change();
        Restart();
    }

    void Restart()
    {
        if (_timer is { } timer && _active && (_limit < 0 || _count < _limit))
            timer.ScheduleAfter(_interval);
    }
}
