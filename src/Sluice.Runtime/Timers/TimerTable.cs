using System.Collections.Concurrent;

namespace Sluice.Runtime.Timers;

/// <summary>The timers of a runtime, by the number that the first word of their <c>struct bpf_timer</c> holds.</summary>
sealed class TimerTable : IDisposable
{
    readonly ConcurrentDictionary<ulong, BpfTimer> _timers = new();
    ulong _last;

    /// <summary>Adds a timer.</summary>
    /// <returns>Its number, never 0.</returns>
    public ulong Add(BpfTimer timer)
    {
        var number = Interlocked.Increment(ref _last);
        _timers[number] = timer;
        return number;
    }

    /// <summary>The timer with this number, or null.</summary>
    public BpfTimer? Find(ulong number) => _timers.GetValueOrDefault(number);

    /// <summary>Stops a timer whose entry is gone, and forgets it; does not wait for its callback. 0 is no timer.</summary>
    public void Abandon(ulong number)
    {
        if (number != 0 && _timers.TryRemove(number, out var timer))
            timer.Dispose();
    }

    /// <summary>Stops them all.</summary>
    public void Dispose()
    {
        foreach (var number in _timers.Keys)
            Abandon(number);
    }
}
