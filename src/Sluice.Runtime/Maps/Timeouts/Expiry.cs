using System.Runtime.CompilerServices;

namespace Sluice.Runtime.Maps.Timeouts;

/// <summary>When an entry expires.</summary>
struct Expiry
{
    /// <summary>The time, in milliseconds of the map's clock, from which the entry is gone; <see cref="long.MaxValue"/> for never.</summary>
    public long Deadline;

    /// <summary>Milliseconds that each use adds from its own time; 0 if uses add nothing.</summary>
    public long Idle;

    /// <summary>Is it past its time?</summary>
    public readonly bool IsOver(long now) => now >= Volatile.Read(in Deadline);

    /// <summary>Notes a use.</summary>
    /// <returns>False if the entry has expired.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Touch(long now)
    {
        if (IsOver(now))
            return false;
        if (Idle != 0 && Deadline != now + Idle)
            Volatile.Write(ref Deadline, now + Idle); // At most once a millisecond: no traffic between CPUs otherwise.
        return true;
    }
}
