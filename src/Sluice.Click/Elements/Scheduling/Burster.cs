using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Scheduling;

/// <summary><c>Burster</c>: pulls up to BURST packets at every INTERVAL and pushes them on.</summary>
sealed class Burster : Element
{
    const int DefaultBurst = 8;

    long _interval;
    int _burst;
    RouterTimer _timer = null!;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var interval = arguments.Mandatory("INTERVAL", ArgumentTypes.Time);
        var burst = arguments.Optional("BURST", ArgumentTypes.Range(1, int.MaxValue), DefaultBurst);
        if (interval == 0 && !arguments.Failed)
            arguments.Error("INTERVAL: found 0, expected more");
        if (arguments.Complete())
            (_interval, _burst) = (interval, burst);
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
        var batch = Input(0).Pull(_burst);
        if (!batch.IsEmpty)
            Output(0).Push(batch);
        timer.RescheduleAfter(_interval);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("interval", () => ElementValues.FormatTime(_interval), "the interval in seconds", HandlerFlags.Calm);
        handlers.Write("interval", text => _interval = Math.Max(1, ParseValue(text, ArgumentTypes.Time)), "the interval");
        handlers.Value(this, "burst", ArgumentTypes.Range(1, int.MaxValue), () => _burst, burst => _burst = burst, "packets at once");
    }
}
