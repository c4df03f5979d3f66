using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Timers;

/// <summary>A timer in a map's value: calls a function of a program once its time has come.</summary>
/// <remarks>
/// It fires on a thread of the <see cref="RuntimeOptions.Time"/> provider, on a CPU of its own. It belongs to the entry it
/// was initialised in: once that entry is removed or replaced, it never fires again.
/// </remarks>
sealed unsafe class BpfTimer : IDisposable
{
    readonly Lock _lock = new();
    readonly BpfRuntime _runtime;
    readonly RuntimeMap _map;
    readonly KeyCopy _key;
    readonly byte* _value;
    readonly ITimer _timer;
    (RuntimeProgram Program, CallbackTarget Target)? _callback;
    bool _isArmed, _isRunning, _isDisposed;
    int _runningThread;

    public BpfTimer(BpfRuntime runtime, RuntimeMap map, KeyCopy key, byte* value)
    {
        _runtime = runtime;
        _map = map;
        _key = key;
        _value = value;
        _timer = runtime.Options.Time.CreateTimer(static timer => ((BpfTimer)timer!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sets what is called: a function of <paramref name="program"/>.</summary>
    public void SetCallback(RuntimeProgram program, CallbackTarget target)
    {
        lock (_lock)
            _callback = (program, target);
    }

    /// <summary>Starts it anew.</summary>
    /// <returns>Success, or EINVAL if it has no function to call.</returns>
    public Errno Start(TimeSpan due)
    {
        lock (_lock)
        {
            if (_callback is null || _isDisposed)
                return Errno.InvalidArgument;
            _isArmed = true;
            _timer.Change(due, Timeout.InfiniteTimeSpan);
            return Errno.None;
        }
    }

    /// <summary>Stops it.</summary>
    /// <returns>1 if it was waiting, 0 if not, EDEADLK negated if its own function asks.</returns>
    public long Cancel()
    {
        if (Volatile.Read(ref _runningThread) == Environment.CurrentManagedThreadId)
            return -(long)Errno.Deadlock;
        lock (_lock)
        {
            var was = _isArmed;
            _isArmed = false;
            _callback = null;
            if (!_isDisposed)
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return was ? 1 : 0;
        }
    }

    /// <summary>Stops it for good; if its function runs just now, the memory is freed when that has ended.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isArmed = false;
            _isDisposed = true;
            _timer.Dispose();
            if (!_isRunning)
                _key.Dispose();
        }
    }

    void Fire()
    {
        (RuntimeProgram Program, CallbackTarget Target) callback;
        lock (_lock)
        {
            if (!_isArmed || _isRunning || _callback is not { } set || !_map.TryAddReference())
                return;
            _isArmed = false;
            _isRunning = true;
            callback = set;
        }

        var cpu = _runtime.Rent();
        Volatile.Write(ref _runningThread, Environment.CurrentManagedThreadId);
        try
        {
            callback.Program.RunCallback(cpu, callback.Target, this);
        }
        catch (BpfFaultException fault)
        {
            _runtime.Options.Faults?.Invoke(fault);
        }
        finally
        {
            Volatile.Write(ref _runningThread, 0);
            cpu.Return();
            EndRun();
            _map.Release();
        }
    }

    void EndRun()
    {
        lock (_lock)
        {
            _isRunning = false;
            if (_isDisposed)
                _key.Dispose();
        }
    }

    /// <summary>Calls the function, within a run that has begun on <paramref name="cpu"/>, if the entry is still there.</summary>
    public void Invoke(Cpu cpu, CallbackTarget target)
    {
        if (_map.LookupFromProgram(cpu, _key.Address) != _value)
            return;
        using (_key.LendTo(cpu))
            target.Invoke(cpu, (ulong)_map.Header, (ulong)_key.Address, (ulong)_value);
    }
}
