using System.Diagnostics;

namespace Sluice.Click.Routing;

/// <summary>The machine's time: the time of day when the clock was made, and steady from there on, whatever happens to the time of day.</summary>
public sealed class SystemClock : RouterClock
{
    static readonly double s_nanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    readonly long _start = Stopwatch.GetTimestamp();
    readonly long _epoch = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    /// <inheritdoc/>
    public override long Now
    {
        get
        {
            var ticks = Stopwatch.GetTimestamp() - _start;
            return _epoch + (Stopwatch.Frequency == 1_000_000_000 ? ticks : (long)(ticks * s_nanosecondsPerTick));
        }
    }
}
