using Sluice.Click.Arguments;
using Sluice.Click.Elements.Scheduling;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Sources;

/// <summary>An element that makes packets out of nothing: as fast as they are taken or at a rate, some number of them or without end, by
/// push or pull.</summary>
/// <remarks>By push it makes a batch each time it runs, where Click's sources make one packet.</remarks>
abstract class Generator : Element
{
    TokenBucket _bucket;
    bool _rated, _stop;
    string _endCall = "";
    bool _ended;
    RouterTask? _task;
    RouterTimer? _timer;
    NotifierSignal _room;

    /// <summary>Packets made.</summary>
    protected long Count { get; private set; }

    /// <summary>Packets to make in all; negative for no limit.</summary>
    protected long Limit { get; set; } = -1;

    /// <summary>Most packets made at once.</summary>
    protected int Burst { get; set; }

    /// <summary>Does it make packets?</summary>
    protected bool IsActive { get; set; }

    /// <summary>Packets a second.</summary>
    protected double Rate => _bucket.Rate;

    /// <inheritdoc/>
    public override void Initialize()
    {
        if (!IsPushOutput(0))
            return;
        _task = new RouterTask(this);
        _timer = new RouterTimer(this);
        _room = NotifierSignal.Downstream(this, 0, _task);
        Restart();
    }

    /// <inheritdoc/>
    public override bool RunTask(RouterTask task)
    {
        var batch = Next(_room.Clamp(Burst));
        if (!batch.IsEmpty)
            Output(0).Push(batch);
        if (IsFinished)
            Finish();
        else if (_rated && batch.IsEmpty && _bucket.TimeUntil(1) is var wait and > 1)
            WaitFor(wait);
        else if (IsActive && _room.IsActive)
            task.Schedule();
        return !batch.IsEmpty;
    }

    /// <inheritdoc/>
    public override void RunTimer(RouterTimer timer) => _task!.Schedule();

    /// <inheritdoc/>
    public override PacketBatch Pull(int port, int limit)
    {
        var batch = Next(limit);
        if (batch.IsEmpty && IsFinished)
            Finish();
        return batch;
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not Generator generator || generator.Class != Class)
            return false;
        Count = generator.Count;
        return true;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => Count, "packets made");
        handlers.Button("reset", Reset, "makes all packets again");
        handlers.Button("reset_counts", Reset, "makes all packets again");
        handlers.Value(this, "limit", ArgumentTypes.Int64, () => Limit, limit => Change(() => Limit = limit), "packets to make in all; negative for no limit");
        handlers.Value(this, "active", ArgumentTypes.Bool, () => IsActive, active => Change(() => IsActive = active), "whether it makes packets");
        if (_rated)
        {
            handlers.Value(this, "rate", RateArguments.Packets, () => (long)_bucket.Rate,
                rate => Change(() => _bucket.Change(rate, RateArguments.Burst(rate))), "packets a second");
        }
        else
        {
            handlers.Value(this, "burst", ArgumentTypes.Range(1, int.MaxValue), () => Burst, burst => Burst = burst, "packets of a batch");
        }
    }

    /// <summary>Makes packets, as many as are asked for unless the pool is used up.</summary>
    /// <param name="count">Packets, at least one.</param>
    /// <param name="now">The time.</param>
    protected abstract PacketBatch Make(int count, long now);

    /// <summary>Sets what happens at the limit: ask the router to stop, or write to a handler.</summary>
    protected void SetEnd(bool stop, string endCall) => (_stop, _endCall, _ended) = (stop, endCall, false);

    /// <summary>Sets a rate, in packets a second.</summary>
    protected void SetRate(long rate) => (_rated, _bucket) = (true, new TokenBucket(rate, RateArguments.Burst(rate)));

    /// <summary>Starts, or goes on after a change.</summary>
    protected void Restart()
    {
        if (IsActive && !IsFinished)
            _task?.Schedule();
    }

    bool IsFinished => Limit >= 0 && Count >= Limit;

    PacketBatch Next(int count)
    {
        if (!IsActive)
            return default;
        var now = Clock.Now;
        if (_rated)
            count = (int)Math.Min(count, Math.Max(0, _bucket.Fill(now)));
        if (Limit >= 0)
            count = (int)Math.Min(count, Math.Max(0, Limit - Count));
        if (count == 0)
            return default;
        var batch = Make(count, now);
        Count += batch.Count;
        if (_rated)
            _bucket.Take(batch.Count);
        return batch;
    }

    void WaitFor(long nanoseconds)
    {
        if (IsActive && nanoseconds != long.MaxValue)
            _timer!.ScheduleAfter(nanoseconds);
    }

    void Finish()
    {
        if (_ended)
            return;
        _ended = true;
        if (_endCall.Length > 0)
        {
            var words = ArgumentText.SplitWords(_endCall);
            Router.Driver?.Write(words[0], string.Join(' ', words.Skip(1)));
        }

        if (_stop)
            Router.RequestStop();
    }

    void Reset() => Change(() => Count = 0);

    void Change(Action change)
    {
        change();
        _ended = false;
        Restart();
    }
}
