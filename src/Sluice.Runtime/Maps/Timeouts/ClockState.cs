using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sluice.Runtime.Maps.Timeouts;

/// <summary>A cheap monotonic clock in milliseconds that unmanaged state can hold.</summary>
/// <remarks>
/// For the system's time it reads the coarse clock (Environment.TickCount64), which costs a few nanoseconds; a provider of
/// another time, as tests and replays have, is asked each time.
/// </remarks>
struct ClockState
{
    nint _provider;

    /// <summary>Milliseconds since some moment.</summary>
    public readonly long Now
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _provider == 0 ? Environment.TickCount64 : Ask(_provider);
    }

    /// <summary>A clock that follows <paramref name="time"/>; call <see cref="Free"/> in the end.</summary>
    public static ClockState Create(TimeProvider time) =>
        new() { _provider = time == TimeProvider.System ? 0 : GCHandle.ToIntPtr(GCHandle.Alloc(time)) };

    /// <summary>Lets go of the provider.</summary>
    public void Free()
    {
        if (_provider != 0)
            GCHandle.FromIntPtr(_provider).Free();
        _provider = 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static long Ask(nint provider)
    {
        var time = (TimeProvider)GCHandle.FromIntPtr(provider).Target!;
        return (long)((Int128)time.GetTimestamp() * 1000 / time.TimestampFrequency);
    }
}
