namespace Sluice.Runtime.Maps.Timeouts;

/// <summary>What user space may ask a map whose entries expire, besides what it may ask any map.</summary>
public interface ITimeoutMap
{
    /// <summary>How long the entry of <paramref name="key"/> still has, to a millisecond or what the system's coarse clock has.</summary>
    /// <returns><see cref="Timeout.InfiniteTimeSpan"/> for an entry that never expires; null if there is none.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="key"/> is too short.</exception>
    TimeSpan? Remaining(ReadOnlySpan<byte> key);
}
