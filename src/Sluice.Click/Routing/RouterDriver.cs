using Sluice.Click.Handlers;

namespace Sluice.Click.Routing;

/// <summary>Runs a router on one or more threads, calls its handlers between tasks, and swaps it for another while traffic goes on.</summary>
public sealed class RouterDriver : IDisposable
{
    readonly RouterThread[] _threads;
    readonly object _gate = new();
    Exception? _failure;
    int _pausers, _parked, _running;
    int _owner;
    bool _exclusive;
    volatile bool _stopping;

    /// <summary>A driver of <paramref name="router"/>, which it disposes of in the end.</summary>
    /// <exception cref="ArgumentException">A virtual clock with more than one thread.</exception>
    public RouterDriver(Router router)
    {
        ArgumentNullException.ThrowIfNull(router);
        var options = router.Options;
        if (options.Clock.IsVirtual && options.Threads > 1)
            throw new ArgumentException("A virtual clock runs one thread: several would each have a time of their own.", nameof(router));
        Router = router;
        _threads = [.. Enumerable.Range(0, Math.Max(1, options.Threads)).Select(number => new RouterThread(this, number))];
        Attach(router);
    }

    /// <summary>The router that runs at the moment.</summary>
    public Router Router { get; private set; }

    /// <summary>The time it lives by.</summary>
    public RouterClock Clock => Router.Options.Clock;

    /// <summary>Its threads.</summary>
    public IReadOnlyList<RouterThread> Threads => _threads;

    /// <summary>Has it been asked to stop?</summary>
    public bool IsStopping => _stopping;

    /// <summary>Is a hot swap or a handler waiting for the threads to stand still?</summary>
    internal bool IsPauseWanted => Volatile.Read(ref _pausers) > 0;

    /// <summary>Runs until <see cref="Stop"/>, or until <paramref name="cancellation"/>. The caller's thread is thread 0.</summary>
    /// <exception cref="AggregateException">An element threw: all threads are stopped.</exception>
    public void Run(CancellationToken cancellation = default)
    {
        using var registration = cancellation.Register(Stop);
        var others = _threads.Skip(1).Select(thread => new Thread(() => RunThread(thread, false, long.MaxValue))
        {
            Name = $"router thread {thread.Number}",
            IsBackground = true,
        }).ToArray();
        foreach (var other in others)
            other.Start();
        RunThread(_threads[0], false, long.MaxValue);
        foreach (var other in others)
            other.Join();
        Finish();
    }

    /// <summary>Runs on the caller's thread until there is nothing left to do, or something asks to stop. For routers of one thread.</summary>
    /// <param name="until">With a virtual clock: how far time may go, in nanoseconds since 1970; timers after that stay. Afterwards it is
    /// that time. With a real clock: timers due later are not waited for.</param>
    public void RunUntilIdle(long until = long.MaxValue)
    {
        RunThread(_threads[0], true, until);
        Finish();
    }

    /// <summary>Asks all threads to stop after the tasks that they run.</summary>
    public void Stop()
    {
        _stopping = true;
        foreach (var thread in _threads)
            thread.Wake();
    }

    /// <summary>Does something between two tasks, while all threads stand: they need not stop for it longer than it takes. May be called by
    /// any thread, also by an element while it runs, and also while the driver does not run.</summary>
    public void Invoke(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        if (Volatile.Read(ref _owner) == Environment.CurrentManagedThreadId)
        {
            action();
            return;
        }

        var inside = RouterThread.Current is { } thread && _threads.Contains(thread) ? 1 : 0;
        Enter(inside);
        try
        {
            action();
        }
        finally
        {
            Leave(inside);
        }
    }

    /// <summary>Does something between two tasks and says what came of it; see <see cref="Invoke(Action)"/>.</summary>
    public T Invoke<T>(Func<T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var result = default(T)!;
        Invoke(() => { result = function(); });
        return result;
    }

    /// <summary>Reads a handler, <c>element.handler</c> or a global one.</summary>
    /// <exception cref="HandlerException">There is none, it cannot be read, or the parameters are wrong.</exception>
    public string Read(string path, string parameters = "")
    {
        var handler = Find(path);
        return handler.Flags.HasFlag(HandlerFlags.Concurrent) ? handler.Read(parameters) : Invoke(() => handler.Read(parameters));
    }

    /// <summary>Writes to a handler, <c>element.handler</c> or a global one.</summary>
    /// <exception cref="HandlerException">There is none, it cannot be written to, or the value is wrong.</exception>
    public void Write(string path, string value = "")
    {
        var handler = Find(path);
        if (handler.Flags.HasFlag(HandlerFlags.Concurrent))
            handler.Write(value);
        else
            Invoke(() => handler.Write(value));
    }

    /// <summary>The handler of that path.</summary>
    /// <exception cref="HandlerException">There is none.</exception>
    public Handler Find(string path) => HandlerPath.Find(Router, path);

    /// <summary>Puts <paramref name="next"/> in the place of the router between two tasks: elements of the same name hand over their state.
    /// The old router is disposed of.</summary>
    public void Swap(Router next)
    {
        ArgumentNullException.ThrowIfNull(next);
        Invoke(() =>
        {
            var old = Router;
            Detach(old);
            next.TakeState(old);
            Router = next;
            Attach(next);
            old.Dispose();
        });
    }

    /// <summary>Stops, and disposes of the router.</summary>
    public void Dispose()
    {
        Stop();
        Detach(Router);
        Router.Dispose();
        foreach (var thread in _threads)
            thread.Dispose();
    }

    /// <summary>A thread of the router stands until nobody wants it to any more.</summary>
    internal void Park()
    {
        lock (_gate)
        {
            _parked++;
            Monitor.PulseAll(_gate);
            while (_pausers > 0)
                _ = Monitor.Wait(_gate);
            _parked--;
        }
    }

    void Enter(int inside)
    {
        lock (_gate)
        {
            _pausers++;
            _parked += inside;
            Monitor.PulseAll(_gate);
            foreach (var thread in _threads)
                thread.Wake();
            while (_exclusive || _parked < _running)
                _ = Monitor.Wait(_gate);
            _exclusive = true;
            _owner = Environment.CurrentManagedThreadId;
        }
    }

    void Leave(int inside)
    {
        lock (_gate)
        {
            _owner = 0;
            _exclusive = false;
            _pausers--;
            _parked -= inside;
            Monitor.PulseAll(_gate);
        }
    }

    void RunThread(RouterThread thread, bool untilIdle, long until)
    {
        lock (_gate)
        {
            while (_exclusive)
                _ = Monitor.Wait(_gate);
            _running++;
        }

        try
        {
            thread.Run(untilIdle, until);
        }
        catch (Exception failure) when (Fail(failure))
        {
            throw;
        }
        finally
        {
            lock (_gate)
            {
                _running--;
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Keeps the first failure and stops all threads.</summary>
    bool Fail(Exception failure)
    {
        _ = Interlocked.CompareExchange(ref _failure, failure, null);
        Stop();
        return false;
    }

    void Finish()
    {
        _stopping = false;
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
            throw new AggregateException(failure);
    }

    void Attach(Router router)
    {
        router.Driver = this;
        foreach (var task in router.Tasks)
            task.Attach(_threads[task.ThreadNumber % _threads.Length]);
        foreach (var timer in router.Timers)
            timer.Attach(_threads[timer.ThreadNumber % _threads.Length]);
        foreach (var thread in _threads)
            thread.Watch(router.Watched.Where(watch => router.ThreadOf(watch.Element) % _threads.Length == thread.Number));
    }

    void Detach(Router router)
    {
        router.Driver = null;
        foreach (var task in router.Tasks)
            task.Attach(null);
        foreach (var timer in router.Timers)
            timer.Attach(null);
        foreach (var thread in _threads)
            thread.Watch([]);
    }
}
