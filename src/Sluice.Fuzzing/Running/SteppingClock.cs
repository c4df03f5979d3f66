namespace Sluice.Fuzzing.Running;

/// <summary>A clock that goes on by a little whenever it is read, so that runs repeat.</summary>
sealed class SteppingClock : TimeProvider
{
    const long Step = 977;

    long _now;

    /// <inheritdoc/>
    public override long TimestampFrequency => 1_000_000_000;

    /// <inheritdoc/>
    public override long GetTimestamp() => _now += Step;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp() / 100);
}
