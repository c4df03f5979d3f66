namespace Sluice.Cli.Execution;

/// <summary>The time of the packet at hand, so that a run over a capture gives the same results every time.</summary>
/// <remarks>It never goes back: a packet that is older than one before it sees the later time, as with a real clock.</remarks>
sealed class CaptureClock : TimeProvider
{
    const long NanosecondsPerSecond = 1_000_000_000, NanosecondsPerTick = 100;

    long _now;

    /// <inheritdoc/>
    public override long TimestampFrequency => NanosecondsPerSecond;

    /// <summary>Goes on to <paramref name="time"/>, in nanoseconds since 1970-01-01 UTC.</summary>
    public void AdvanceTo(long time)
    {
        if (time > _now)
            _now = time;
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => _now;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(_now / NanosecondsPerTick);
}
