using System.Collections.Immutable;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Runtime.Code;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Helpers;
using Sluice.Runtime.Maps;
using Sluice.Runtime.Timers;

namespace Sluice.Runtime;

/// <summary>The in-process engine.</summary>
public sealed class BpfRuntime : IBpfEngine
{
    const long NanosecondsPerSecond = 1_000_000_000;

    // The CPU that this thread had last, of whichever runtime.
    [ThreadStatic]
    static int s_preferred;

    readonly Cpu[] _cpus;
    long _epoch = 1;

    /// <summary>Makes an engine.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no CPU.</exception>
    public BpfRuntime(RuntimeOptions? options = null)
    {
        Options = options ?? new RuntimeOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Options.CpuCount, nameof(options));
        Graveyard = new MapGraveyard(this);
        _cpus = new Cpu[Options.CpuCount];
        for (var id = 0; id < _cpus.Length; id++)
            _cpus[id] = new Cpu(this, id);
    }

    /// <summary>What it was told.</summary>
    public RuntimeOptions Options { get; }

    /// <summary>The helpers that programs may call.</summary>
    internal HelperTable Helpers => Options.Helpers;

    /// <summary>The slots in which programs run.</summary>
    internal ReadOnlySpan<Cpu> Cpus => _cpus;

    /// <summary>Maps that wait for the end of the runs that may still use them.</summary>
    internal MapGraveyard Graveyard { get; }

    /// <summary>The timers that programs have set.</summary>
    internal TimerTable Timers { get; } = new();

    /// <summary>Nanoseconds of a clock that never goes back: CLOCK_MONOTONIC, or what <see cref="RuntimeOptions.Time"/> makes of it.</summary>
    internal long Now
    {
        get
        {
            var time = Options.Time;
            var ticks = time.GetTimestamp();
            return time.TimestampFrequency == NanosecondsPerSecond
                ? ticks
                : (long)((Int128)ticks * NanosecondsPerSecond / time.TimestampFrequency);
        }
    }

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

    /// <summary>Waits until every run that has begun has ended: what was unlinked before cannot be in use any more.</summary>
    internal void WaitForRuns()
    {
        Interlocked.MemoryBarrier();
        var epoch = Epoch;
        AdvanceEpoch();
        for (var wait = default(SpinWait); OldestEpoch() <= epoch;)
            wait.SpinOnce();
    }

    /// <summary>Makes the maps of <paramref name="spec"/>, fills them, and loads its programs: all or nothing.</summary>
    /// <param name="spec">The object.</param>
    /// <param name="shared">Live maps of this engine to use in place of the object's own, by name; they stay their owner's.</param>
    /// <param name="mode">How its programs run; null for what <see cref="Options"/> say.</param>
    /// <exception cref="BpfLoadException">A program cannot be run in process.</exception>
    /// <exception cref="BpfLinkException">Something that a program names does not exist.</exception>
    /// <exception cref="MapCreationException">A map cannot be made in process.</exception>
    /// <exception cref="ArgumentException">A shared map is not what the object needs.</exception>
    /// <exception cref="LoadRefusedException">The policy does not let a program in.</exception>
    /// <param name="policy">Decides whether the programs are loaded; null for the policy of <see cref="Options"/>.</param>
    public RuntimeCollection Load(
        BpfObject spec, IReadOnlyDictionary<string, IBpfMap>? shared = null, ExecutionMode? mode = null, ILoadPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new ObjectLoader(this, spec, shared ?? ImmutableDictionary<string, IBpfMap>.Empty, mode, policy ?? Options.Policy).Load();
    }

    IBpfCollection IBpfEngine.Load(BpfObject spec, IReadOnlyDictionary<string, IBpfMap>? shared) => Load(spec, shared);

    /// <summary>Makes a linked program ready to run. It is compiled when it is first run.</summary>
    /// <param name="program">The program.</param>
    /// <param name="maps">Its maps, in the order of <see cref="LinkedProgram.Maps"/>; they stay their owner's.</param>
    /// <param name="mode">How it runs; null for what <see cref="Options"/> say.</param>
    /// <exception cref="BpfLoadException">It cannot be run in process.</exception>
    /// <exception cref="LoadRefusedException">The policy of <see cref="Options"/> does not let it in.</exception>
    public RuntimeProgram Load(LinkedProgram program, IReadOnlyList<RuntimeMap>? maps = null, ExecutionMode? mode = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        Options.Policy?.Admit([program]);
        return LoadAdmitted(program, maps ?? [], mode, Options.Policy is not null);
    }

    /// <summary>As <see cref="Load(LinkedProgram, IReadOnlyList{RuntimeMap}?, ExecutionMode?)"/>, of a program that the policy lets in.</summary>
    internal RuntimeProgram LoadAdmitted(LinkedProgram program, IReadOnlyList<RuntimeMap> maps, ExecutionMode? mode, bool isProved)
    {
        var adapter = ContextAdapters.Find(program.Spec.Type)
            ?? throw new BpfLoadException(program.Name, -1, $"program type {program.Spec.Type}", $"one of {ContextAdapters.Names}");
        if (maps.Count != program.Maps.Length)
            throw new ArgumentException($"program '{program.Name}' names {program.Maps.Length} maps, but {maps.Count} were given", nameof(maps));
        if (isProved)
            FrozenValues.Demand(program, maps);
        var id = CodeTable.Reserve();
        try
        {
            var code = new ProgramPreparation(this, program, adapter, maps, id).Prepare();
            return new RuntimeProgram(code, mode ?? Options.Mode);
        }
        catch
        {
            CodeTable.Remove(id);
            throw;
        }
    }

    /// <summary>Takes a CPU for batches of packets that lie in the caller's memory; waits while all are taken.</summary>
    /// <remarks>It is the caller's until it disposes of it; see <see cref="RuntimeOptions.CpuCount"/>.</remarks>
    public BatchRunner OpenRunner() => new(Rent());

    /// <summary>The same for callers that remember a CPU: quicker where each has one of its own.</summary>
    /// <param name="preferred">The CPU to try first; afterwards the one that it is.</param>
    public BatchRunner OpenRunner(ref int preferred)
    {
        var first = preferred;
        if ((uint)first < (uint)_cpus.Length && _cpus[first].TryRentForBatch())
            return new(_cpus[first]);
        var cpu = Rent();
        preferred = cpu.Id;
        return new(cpu);
    }

    /// <summary>Waits until every run that has begun has ended, and every <see cref="BatchRunner"/> that was open is closed: what was
    /// unlinked before is in nobody's hands any more.</summary>
    /// <remarks>Not within a run. Runs that begin meanwhile are not waited for.</remarks>
    public void Synchronize() => WaitForRuns();

    /// <summary>Takes a CPU for the calling thread; waits while all are taken.</summary>
    internal Cpu Rent()
    {
        var preferred = s_preferred;
        if ((uint)preferred >= (uint)_cpus.Length || !_cpus[preferred].TryRent())
            preferred = RentAny();
        s_preferred = preferred;
        return _cpus[preferred];
    }

    int RentAny()
    {
        for (var wait = default(SpinWait); ; wait.SpinOnce())
        {
            for (var id = 0; id < _cpus.Length; id++)
            {
                if (_cpus[id].TryRent())
                    return id;
            }

            // A worker of this very thread may hold the last one: waiting for it would be for ever.
            var own = Array.FindIndex(_cpus, cpu => cpu.TryRentAgain());
            if (own >= 0)
                return own;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Timers.Dispose();
        Graveyard.Dispose();
        foreach (var cpu in _cpus)
            cpu.Dispose();
    }
}
