using Sluice.Click.Routing;
using Sluice.Runtime;
using Sluice.Runtime.Execution;

namespace Sluice.Click.Programs;

/// <summary>What routers run programs with: an engine, a policy, and the maps that live longer than a program and than a router.</summary>
/// <remarks>Given to routers by <see cref="RouterOptions.With{T}"/>. A router that takes another one's place has the same host, and finds
/// its elements' maps there. Dispose of it after them.</remarks>
public sealed class ProgramHost : IDisposable
{
    // Besides the router's threads: handlers, migrations, timers of programs.
    const int FurtherCpus = 2;

    readonly object _lock = new();
    readonly Dictionary<string, MapSet> _sets = new(StringComparer.Ordinal);

    readonly Lazy<BpfRuntime> _runtime;
    int _changes;
    bool _isDisposed;

    /// <summary>Makes a host.</summary>
    /// <param name="policy">Which programs it runs.</param>
    /// <param name="threads">Threads that routers run on, at most.</param>
    /// <param name="clock">The routers' clock, which programs see where it is a virtual one.</param>
    /// <param name="output">Where errors and what programs print go.</param>
    /// <param name="folder">What files' names are relative to; the current folder unless said otherwise.</param>
    public ProgramHost(ProgramPolicy policy, int threads = 1, RouterClock? clock = null, TextWriter? output = null, string folder = "")
    {
        ArgumentNullException.ThrowIfNull(policy);
        (Policy, Output, Folder) = (policy, TextWriter.Synchronized(output ?? Console.Error), folder);
        _runtime = new(() => new BpfRuntime(new RuntimeOptions
        {
            CpuCount = threads + FurtherCpus,
            Time = clock is { IsVirtual: true } ? new RouterTime(clock) : TimeProvider.System,
            Trace = Output.WriteLine,
            Faults = fault => Output.WriteLine(fault.Message),
        }));
    }

    /// <summary>Which programs it runs.</summary>
    public ProgramPolicy Policy { get; }

    /// <summary>Where errors go.</summary>
    public TextWriter Output { get; }

    /// <summary>What files' names are relative to.</summary>
    public string Folder { get; }

    /// <summary>Compiles chains; null where the host has no chains.</summary>
    public IChainCompiler? Chains { get; init; }

    /// <summary>The engine.</summary>
    /// <remarks>Made when an element first wants it: a router without programs does not pay for it.</remarks>
    public BpfRuntime Runtime => _runtime.Value;

    /// <summary>Loads programs.</summary>
    internal ProgramLoader Loader => new(Runtime, Policy, Folder);

    /// <summary>The maps of that name, for one element more.</summary>
    /// <param name="name">An element's name, or that of a shared set.</param>
    /// <param name="isShared">May several elements use it?</param>
    internal MapSet Acquire(string name, bool isShared)
    {
        var key = $"{(isShared ? "set" : "element")} {name}";
        lock (_lock)
        {
            if (!_sets.TryGetValue(key, out var set))
                _sets[key] = set = new MapSet(name, isShared);
            set.Users++;
            return set;
        }
    }

    /// <summary>One element less; with the last one the maps go.</summary>
    internal void Release(MapSet set)
    {
        lock (_lock)
        {
            if (--set.Users > 0)
                return;
            foreach (var (key, known) in _sets)
            {
                if (known == set)
                    _sets.Remove(key);
            }

            set.Clear();
        }
    }

    /// <summary>Somebody begins to change a program.</summary>
    /// <returns>False if it is too late for that.</returns>
    internal bool TryBeginChange()
    {
        lock (_lock)
        {
            _changes += _isDisposed ? 0 : 1;
            return !_isDisposed;
        }
    }

    /// <summary>And is done.</summary>
    internal void EndChange()
    {
        lock (_lock)
        {
            _changes--;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Waits for those who change programs, and gives up everything.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            while (_changes > 0)
                Monitor.Wait(_lock);
            foreach (var set in _sets.Values)
                set.Clear();
            _sets.Clear();
        }

        if (_runtime.IsValueCreated)
            _runtime.Value.Dispose();
    }
}
