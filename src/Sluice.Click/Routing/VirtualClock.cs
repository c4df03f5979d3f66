namespace Sluice.Click.Routing;

/// <summary>A time that passes only when a router has nothing to do before its next timer: the same input gives the same output on every
/// machine, and an hour of a capture takes no hour.</summary>
/// <param name="start">The time it starts at, in nanoseconds since 1970-01-01 UTC.</param>
public sealed class VirtualClock(long start = VirtualClock.DefaultStart) : RouterClock
{
    /// <summary>2000-01-01 00:00:00 UTC, in nanoseconds since 1970.</summary>
    public const long DefaultStart = 946_684_800_000_000_000;

    long _now = start;

    /// <inheritdoc/>
    public override long Now => Volatile.Read(ref _now);

    /// <inheritdoc/>
    public override bool IsVirtual => true;

    /// <inheritdoc/>
    public override void SkipTo(long time)
    {
        for (var now = Now; time > now; now = Now)
            _ = Interlocked.CompareExchange(ref _now, time, now);
    }
}
