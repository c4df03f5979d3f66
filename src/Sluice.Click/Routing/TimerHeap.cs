namespace Sluice.Click.Routing;

/// <summary>The timers of one thread. Any thread may set one.</summary>
sealed class TimerHeap
{
    readonly Lock _lock = new();
    readonly IndexedHeap<RouterTimer> _heap = new();
    long _next = long.MaxValue;

    /// <summary>When the first goes off; <see cref="long.MaxValue"/> when none is set.</summary>
    public long Next => Volatile.Read(ref _next);

    /// <summary>Sets a timer, and wakes the thread when it is the first now.</summary>
    public void Set(RouterTimer timer, long time, RouterThread thread)
    {
        bool first;
        lock (_lock)
        {
            timer.Expiry = time;
            timer.IsScheduled = true;
            _heap.Put(timer);
            first = time < _next;
            Update();
        }

        if (first && thread != RouterThread.Current)
            thread.Wake();
    }

    /// <summary>Unsets a timer.</summary>
    public void Clear(RouterTimer timer)
    {
        lock (_lock)
        {
            timer.IsScheduled = false;
            _heap.Remove(timer);
            Update();
        }
    }

    /// <summary>Takes out the first timer when its time has come.</summary>
    public RouterTimer? TakeDue(long now)
    {
        lock (_lock)
        {
            if (_heap.Count == 0 || _heap.First.Expiry > now)
                return null;
            var timer = _heap.First;
            timer.IsScheduled = false;
            _heap.Remove(timer);
            Update();
            return timer;
        }
    }

    void Update() => Volatile.Write(ref _next, _heap.Count == 0 ? long.MaxValue : _heap.First.Expiry);
}
