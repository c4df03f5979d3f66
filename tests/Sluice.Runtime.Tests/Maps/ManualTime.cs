namespace Sluice.Runtime.Tests.Maps;

/// <summary>A time that passes only when told to. Timers fire as it passes.</summary>
sealed class ManualTime : TimeProvider
{
    readonly List<ManualTimer> _timers = [];
    long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(callback, state, period);
        _timers.Add(timer);
        return timer;
    }

    public void Advance(TimeSpan time)
    {
        Volatile.Write(ref _now, _now + time.Ticks);
        foreach (var timer in _timers)
            timer.Pass(time);
    }

    sealed class ManualTimer(TimerCallback callback, object? state, TimeSpan period) : ITimer
    {
        TimeSpan _passed;
        bool _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod) => false;

        public void Pass(TimeSpan time)
        {
            for (_passed += time; _passed >= period && !_disposed; _passed -= period)
                callback(state);
        }

        public void Dispose() => _disposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
