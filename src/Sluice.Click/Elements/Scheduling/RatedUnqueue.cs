using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Scheduling;

/// <summary><c>RatedUnqueue</c>, <c>BandwidthRatedUnqueue</c>: pulls packets at most at a rate and pushes them on.</summary>
/// <param name="bytes">Is the rate in bytes rather than packets?</param>
sealed class RatedUnqueue(bool bytes) : Element
{
    TokenBucket _bucket;
    int _burst;
    bool _active;
    long _count;
    RouterTask _task = null!;
    RouterTimer _timer = null!;
    NotifierSignal _packets;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var (rate, capacity) = RateArguments.Read(arguments, bytes);
        var burst = arguments.Keyword("BURST", ArgumentTypes.Range(1, int.MaxValue), Router.Options.BatchSize);
        var active = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);
        if (!arguments.Complete())
            return;
        (_bucket, _burst, _active) = (new TokenBucket(rate, capacity), burst, active);
        _task?.Schedule();
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        _task = new RouterTask(this);
        _timer = new RouterTimer(this);
        _packets = NotifierSignal.Upstream(this, 0, _task);
        _task.Schedule();
    }

    /// <inheritdoc/>
    public override bool RunTask(RouterTask task)
    {
        if (!_active)
            return false;
        var tokens = _bucket.Fill(Clock.Now);
        if (tokens < 1)
        {
            if (_bucket.TimeUntil(1) is var wait and < long.MaxValue)
                _timer.ScheduleAfter(wait);
            return false;
        }

        var batch = Input(0).Pull(bytes ? 1 : (int)Math.Min(_burst, tokens));
        if (!batch.IsEmpty)
        {
            _bucket.Take(bytes ? batch.ByteCount() : batch.Count);
            _count += batch.Count;
            Output(0).Push(batch);
        }

        if (_packets.IsActive)
            task.Schedule();
        return !batch.IsEmpty;
    }

    /// <inheritdoc/>
    public override void RunTimer(RouterTimer timer) => _task.Schedule();

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not RatedUnqueue other)
            return false;
        _count = other._count;
        return true;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Value(this, "rate", RateArguments.Of(bytes), () => (long)_bucket.Rate, SetRate, bytes ? "bytes a second" : "packets a second");
        handlers.Value(this, "active", ArgumentTypes.Bool, () => _active, SetActive, "whether it moves packets");
        handlers.Read("count", () => _count, "packets moved");
        handlers.Button("reset", () => _count = 0, "sets the count to zero");
    }

    void SetRate(long rate)
    {
        _bucket.Change(rate, RateArguments.Burst(rate));
        _task.Schedule();
    }

    void SetActive(bool active)
    {
        _active = active;
        _task.Schedule();
    }
}
