namespace Sluice.Cli.Execution;

/// <summary>The time of the packet at hand, so that a run over a capture gives the same results every time.</summary>
/// <remarks>It never goes back: a packet that is older than one before it sees the later time, as with a real clock.</remarks>
sealed class CaptureClock : TimeProvider
{
    const long NanosecondsPerSecond = 1_000_000_000, NanosecondsPerTick = 100;

    readonly List<CaptureTimer> _timers = [];
    long _now;

    /// <inheritdoc/>
    public override long TimestampFrequency => NanosecondsPerSecond;

    /// <summary>Goes on to <paramref name="time"/>, in nanoseconds since 1970-01-01 UTC.</summary>
    public void AdvanceTo(long time)
    {
        while (Next(time) is { } timer)
        {
            _now = Math.Max(_now, timer.Due);
            timer.Fire();
        }

        if (time > _now)
            _now = time;
    }

    /// <summary>A timer that fires as the capture's time passes, on the thread that advances it, before the packet at hand.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new CaptureTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    /// <summary>Forgets a timer.</summary>
    public void Remove(CaptureTimer timer) => _timers.Remove(timer);

    /// <inheritdoc/>
    public override long GetTimestamp() => _now;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(_now / NanosecondsPerTick);

    CaptureTimer? Next(long time)
    {
        CaptureTimer? next = null;
        foreach (var timer in _timers)
        {
            if (timer.Due <= time && (next is null || timer.Due < next.Due))
                next = timer;
        }

        return next;
    }
}
