using System.Collections.Concurrent;
using Sluice.Click.Elements;

namespace Sluice.Click.Routing;

/// <summary>One thread of a router: runs tasks in turn, timers when they are due, and elements whose descriptors are ready.</summary>
public sealed class RouterThread : IDisposable
{
    // How many tasks run between two looks at timers and descriptors.
    const int TasksPerRound = 32;

    // After so many tasks in turn that found nothing to do, the thread takes a nap before it asks again.
    const int RestlessRuns = 512;
    const long Nap = 50_000;

    // How far a virtual clock goes when tasks wait for time to pass without saying for what time.
    const long VirtualStep = 100_000;

    [ThreadStatic]
    static RouterThread? s_current;

    readonly RouterDriver _driver;
    readonly ConcurrentQueue<RouterTask> _requests = new();
    readonly DescriptorWaiter _waiter = new();
    List<(int Descriptor, Element Element)> _watched = [];
    volatile bool _attention;
    int _sleeping;
    long _pass;
    int _idleRuns;

    internal RouterThread(RouterDriver driver, int number) => (_driver, Number) = (driver, number);

    /// <summary>The router thread that the caller is in; null for any other thread.</summary>
    public static RouterThread? Current => s_current;

    /// <summary>Its number, from 0.</summary>
    public int Number { get; }

    internal IndexedHeap<RouterTask> Tasks { get; } = new();

    internal TimerHeap Timers { get; } = new();

    /// <summary>Puts a task in line. By this thread, or while it stands.</summary>
    internal void Insert(RouterTask task)
    {
        // Who slept must not get all the time that it slept through.
        task.Pass = Math.Max(task.Pass, _pass);
        Tasks.Put(task);
    }

    /// <summary>Asks for a task to be scheduled; by another thread.</summary>
    internal void Request(RouterTask task)
    {
        _requests.Enqueue(task);
        Wake();
    }

    /// <summary>Says whose descriptors to watch. By this thread, or while it stands.</summary>
    internal void Watch(IEnumerable<(int Descriptor, Element Element)> watched)
    {
        _watched = [.. watched];
        _waiter.Watch(_watched.Select(static watch => watch.Descriptor));
    }

    /// <summary>Has the thread look around before it runs the next task.</summary>
    internal void Wake()
    {
        _attention = true;
        if (Interlocked.Exchange(ref _sleeping, 0) != 0)
            _waiter.Wake();
    }

    /// <summary>Runs until the driver stops.</summary>
    /// <param name="untilIdle">Return as well when there is nothing to do before <paramref name="until"/>.</param>
    /// <param name="until">How far a virtual clock may go.</param>
    internal void Run(bool untilIdle, long until)
    {
        var outer = s_current;
        s_current = this;
        try
        {
            while (!_driver.IsStopping)
            {
                _attention = false;
                if (_driver.IsPauseWanted)
                    _driver.Park();
                while (_requests.TryDequeue(out var task))
                    task.ScheduleHere(this);
                var worked = RunTimers(until);
                worked |= RunTasks();
                if (_watched.Count > 0 && Tasks.Count > 0)
                    worked |= RunDescriptors(0);
                if (!worked && !_attention && !Rest(untilIdle, until))
                    return;
            }
        }
        finally
        {
            s_current = outer;
            Packets.PacketPool.ReleaseThread();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _waiter.Dispose();

    bool RunTimers(long until)
    {
        if (Timers.Next == long.MaxValue)
            return false;
        var now = Math.Min(_driver.Clock.Now, until);
        var worked = false;
        while (Timers.TakeDue(now) is { } timer)
        {
            timer.Element.RunTimer(timer);
            worked = true;
            if (_attention)
                break;
        }

        return worked;
    }

    bool RunTasks()
    {
        var worked = false;
        for (var i = 0; i < TasksPerRound && Tasks.Count > 0 && !_attention; i++)
        {
            var task = Tasks.First;
            _pass = task.Pass;
            if (task.Run(this))
            {
                worked = true;
                _idleRuns = 0;
            }
            else if (++_idleRuns >= RestlessRuns)
            {
                break;
            }
        }

        return worked;
    }

    bool RunDescriptors(long wait)
    {
        if (!_waiter.Wait(wait))
            return false;
        for (var i = 0; i < _watched.Count; i++)
        {
            if (_waiter.IsReady(i))
                _watched[i].Element.RunDescriptor(_watched[i].Descriptor);
        }

        return true;
    }

    /// <summary>Nothing was done in a round: waits for what comes next.</summary>
    /// <returns>False when nothing comes and the thread was to return then.</returns>
    bool Rest(bool untilIdle, long until)
    {
        var next = Timers.Next;
        var clock = _driver.Clock;
        if (clock.IsVirtual)
        {
            if (Tasks.Count > 0 && _idleRuns < Tasks.Count)
                return true;
            _idleRuns = 0;
            var step = Tasks.Count > 0 ? Math.Min(next, clock.Now + VirtualStep) : next;
            if (step <= until && step != long.MaxValue)
            {
                clock.SkipTo(step);
                return true;
            }

            if (untilIdle)
            {
                clock.SkipTo(until == long.MaxValue ? clock.Now : until);
                return false;
            }
        }
        else if (untilIdle && Tasks.Count == 0 && next > until)
        {
            return false;
        }

        Sleep(Tasks.Count == 0 ? next : _idleRuns >= RestlessRuns ? clock.Now + Nap : 0);
        return true;
    }

    void Sleep(long time)
    {
        if (time == 0)
            return;
        _ = Interlocked.Exchange(ref _sleeping, 1);
        if (!_attention && !_driver.IsStopping && !_driver.IsPauseWanted && _requests.IsEmpty)
            _ = RunDescriptors(time == long.MaxValue ? -1 : Math.Max(0, time - _driver.Clock.Now));
        Volatile.Write(ref _sleeping, 0);
    }
}
