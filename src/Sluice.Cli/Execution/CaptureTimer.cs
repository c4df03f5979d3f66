namespace Sluice.Cli.Execution;

/// <summary>A timer of a <see cref="CaptureClock"/>.</summary>
sealed class CaptureTimer(CaptureClock clock, Action fire) : ITimer
{
    const long NanosecondsPerTick = 100;

    // No timer of the system is finer; one that starts itself anew at once would never let the clock go on.
    const long Shortest = 1_000_000;

    long _period;

    /// <summary>When it fires next, as the clock counts; <see cref="long.MaxValue"/> for never.</summary>
    public long Due { get; private set; } = long.MaxValue;

    /// <summary>Fires, and waits for the next time if it has a period.</summary>
    public void Fire()
    {
        Due = _period > 0 ? Due + _period : long.MaxValue;
        fire();
    }

    /// <inheritdoc/>
    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period > TimeSpan.Zero ? period.Ticks * NanosecondsPerTick : 0;
        Due = dueTime < TimeSpan.Zero ? long.MaxValue : clock.GetTimestamp() + Math.Max(dueTime.Ticks * NanosecondsPerTick, Shortest);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => clock.Remove(this);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
