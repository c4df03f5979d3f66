namespace Sluice.Click.Routing;

/// <summary>The time that a router lives by: for timers, rates and timestamps.</summary>
public abstract class RouterClock
{
    /// <summary>Nanoseconds since 1970-01-01 UTC. Never goes back. Safe for any thread.</summary>
    public abstract long Now { get; }

    /// <summary>Whether the clock stands still but for <see cref="SkipTo"/>: waiting for a time is done by going there.</summary>
    public virtual bool IsVirtual => false;

    /// <summary>Moves a virtual clock ahead to <paramref name="time"/>; a time in the past changes nothing.</summary>
    public virtual void SkipTo(long time)
    {
    }
}
