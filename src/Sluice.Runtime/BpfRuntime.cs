using Sluice.Runtime.Execution;

namespace Sluice.Runtime;

/// <summary>The in-process engine.</summary>
public sealed class BpfRuntime : IDisposable
{
    readonly Cpu[] _cpus;
    long _epoch = 1;

    /// <summary>Makes an engine.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no CPU.</exception>
    public BpfRuntime(RuntimeOptions? options = null)
    {
        Options = options ?? new RuntimeOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Options.CpuCount, nameof(options));
        _cpus = new Cpu[Options.CpuCount];
        for (var id = 0; id < _cpus.Length; id++)
            _cpus[id] = new Cpu(this, id);
    }

    /// <summary>What it was told.</summary>
    public RuntimeOptions Options { get; }

    /// <summary>The slots in which programs run.</summary>
    internal ReadOnlySpan<Cpu> Cpus => _cpus;

    /// <summary>The current epoch; see <see cref="Cpu.Enter"/>.</summary>
    internal long Epoch => Volatile.Read(ref _epoch);

    /// <summary>Starts a new epoch and returns it: runs that begin from now on cannot see what was unlinked before.</summary>
    internal long AdvanceEpoch() => Interlocked.Increment(ref _epoch);

    /// <summary>The oldest epoch that a run is still in; <see cref="long.MaxValue"/> if none is running.</summary>
    internal long OldestEpoch()
    {
        Interlocked.MemoryBarrierProcessWide();
        var oldest = long.MaxValue;
        foreach (var cpu in _cpus)
        {
            var epoch = cpu.Epoch;
            if (epoch != 0 && epoch < oldest)
                oldest = epoch;
        }

        return oldest;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var cpu in _cpus)
            cpu.Dispose();
    }
}
