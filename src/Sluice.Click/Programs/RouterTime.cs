using Sluice.Click.Routing;

namespace Sluice.Click.Programs;

/// <summary>A router's virtual time as programs see it (bpf_ktime_get_ns), so that a run can be repeated.</summary>
/// <param name="clock">The router's clock.</param>
sealed class RouterTime(RouterClock clock) : TimeProvider
{
    /// <inheritdoc/>
    public override long TimestampFrequency => 1_000_000_000;

    /// <inheritdoc/>
    public override long GetTimestamp() => clock.Now;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(clock.Now / TimeSpan.NanosecondsPerTick);
}
