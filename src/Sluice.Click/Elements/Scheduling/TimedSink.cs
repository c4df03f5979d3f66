using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Scheduling;

/// <summary><c>TimedSink</c>: pulls a packet at every INTERVAL and drops it.</summary>
sealed class TimedSink : Element
{
    const long DefaultInterval = 500_000_000;

    long _interval, _count;
    RouterTimer _timer = null!;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var interval = arguments.Optional("INTERVAL", ArgumentTypes.Time, DefaultInterval);
        if (interval == 0)
            arguments.Error("INTERVAL: found 0, expected more");
        if (arguments.Complete())
            _interval = interval;
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        _timer = new RouterTimer(this);
        _timer.ScheduleAfter(_interval);
    }

    /// <inheritdoc/>
    public override void RunTimer(RouterTimer timer)
    {
        var batch = Input(0).Pull(1);
        _count += batch.Count;
        batch.Kill();
        timer.RescheduleAfter(_interval);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("interval", () => ElementValues.FormatTime(_interval), "the interval in seconds", HandlerFlags.Calm);
        handlers.Write("interval", text => _interval = Math.Max(1, ParseValue(text, ArgumentTypes.Time)), "the interval");
        handlers.Read("count", () => _count, "packets dropped");
    }
}
