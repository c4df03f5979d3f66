using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Platform;
using Sluice.Chains.Code;
using Sluice.Chains.Code.Native;
using Sluice.Chains.Deployment;
using Sluice.Chains.Functions;
using Sluice.Chains.Machine;
using Sluice.Chains.Semantics;
using Sluice.Chains.Tests.Functions;
using Sluice.Kernel;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Tests;
using Sluice.Runtime;
using Sluice.Runtime.Execution;

namespace Sluice.Chains.Tests.Support;

/// <summary>A script with its loaders, alive: native or on the VM, in process or in the kernel.</summary>
sealed class RunningScript : IDisposable
{
    /// <summary>The forms that are no <see cref="ExecutionMode"/> of native code in process.</summary>
    public const string Machine = "VM", Kernel = "kernel, compiled", KernelMachine = "kernel, interpreted";

    // What belongs to an engine and not to a script, and what differs from one CPU to the next.
    static readonly HashSet<string> s_own = [ChainCounters.Map, MachineLayout.ChainMap, MachineLayout.CodeMap, "sluice_shared", "sluice_vm_state"];

    readonly IBpfEngine _engine;
    readonly IBpfCollection _live;
    readonly ChainObject _chains;

    ImmutableArray<string> _functions = [];

    RunningScript(IBpfEngine engine, IBpfCollection live, ChainObject chains) => (_engine, _live, _chains) = (engine, live, chains);

    /// <summary>All ways to run a script.</summary>
    public static TheoryData<string> Forms => [.. InProcess.Select(row => row.Data), Kernel, KernelMachine];

    /// <summary>Those that need no privileges.</summary>
    public static TheoryData<string> InProcess => [.. Enum.GetNames<ExecutionMode>(), Machine];

    /// <summary>One way of each kind, for what takes long.</summary>
    public static IReadOnlyList<string> Kinds { get; } = FunctionUnderTest.HasKernel
        ? [nameof(ExecutionMode.Compiled), Machine, Kernel, KernelMachine]
        : [nameof(ExecutionMode.Compiled), Machine];

    /// <summary>The programs of the script's loaders.</summary>
    public IEnumerable<string> Loaders => _chains.Loaders.Select(loader => loader.Program);

    /// <summary>The names of the maps that <see cref="Maps"/> shows.</summary>
    public IReadOnlySet<string> MapNames => Shown.Select(map => map.Key).ToHashSet();

    // Which chain gets which packets is no result.
    IEnumerable<KeyValuePair<string, IBpfMap>> Shown => _live.Maps.Where(map => map.Value.Spec.ValueType?.Name != "sluice_chain_id"
        && !map.Value.Spec.IsGlobalData && !s_own.Contains(map.Key) && map.Value.Spec.Type is not MapType.LpmTrie).OrderBy(map => map.Key, StringComparer.Ordinal);

    /// <summary>Compiles a script, which must have no mistakes.</summary>
    public static ChainUnit Compile(string path, string text, PackageCatalogue? packages = null)
    {
        var compiled = ScriptCompiler.Compile(new SourceText(path, text), new()
        {
            Catalogue = packages ?? PackageCatalogue.Shipped,
            Definitions = new Dictionary<string, string> { ["DEVNAME"] = "eth0" },
        });
        return compiled.Unit ?? throw new InvalidOperationException(string.Concat(
            compiled.Diagnostics.Where(found => found.Severity == Severity.Error).Select(found => DiagnosticText.Write(found))));
    }

    /// <summary>Brings a script to life; skips the test where that needs a kernel that may not be used.</summary>
    public static RunningScript On(string form, ChainUnit unit, RuntimeOptions? options = null, ChainCounting counting = ChainCounting.Faults,
        PackageCatalogue? packages = null)
    {
        packages ??= PackageCatalogue.Shipped;
        var isKernel = form is Kernel or KernelMachine;
        if (isKernel)
            RunningKernel.Need();
        var mode = Enum.TryParse<ExecutionMode>(form, out var known) ? known : ExecutionMode.Compiled;
        IBpfEngine engine = isKernel ? new KernelEngine() : new BpfRuntime((options ?? new()) with { Mode = mode });
        try
        {
            var machine = form is Machine or KernelMachine ? MachineComposer.Compose(unit, packages) : null;
            var chains = machine?.Chains ?? ChainComposer.Compose(unit, packages, counting: counting);
            var live = machine is null ? Load(engine, ref chains, ChainComposer.ComposeForms(unit, packages, counting: counting).Skip(isKernel ? 1 : int.MaxValue))
                : engine.Load(chains.Object.WithText(MachineLayout.Settings, MachineLayout.SettingsFor(counting)));
            var script = new RunningScript(engine, live, chains)
            {
                _functions = machine is null ? chains.Counted : [.. machine.Bytecode.Functions.Select(function => function.FullName)],
            };
            if (machine is not null)
                new ChainTable(script._live.Maps[MachineLayout.ChainMap], script._live.Maps[MachineLayout.CodeMap], () => { }).Replace(machine.Code);
            foreach (var (map, key, value) in chains.Entries)
                LiveEntries.Write(script._live.Maps[map], key.AsSpan(), value.AsSpan());
            return script;
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    /// <summary>A map, by its full name, <c>package.name</c>.</summary>
    public IBpfMap Map(string name) => _live.Maps[_chains.Maps[name]];

    /// <summary>Gives a packet to a loader; without a name, to the only one.</summary>
    public (XdpAction Verdict, byte[] Packet) Run(byte[] packet, string? loader = null, int interfaceIndex = 0)
    {
        var result = _live.Programs[loader ?? Assert.Single(_chains.Loaders).Program].Run(packet, new() { InterfaceIndex = interfaceIndex });
        return ((XdpAction)result.ReturnValue, result.Packet.ToArray());
    }

    /// <summary>The sum over all CPUs of an event that was counted by monitor.</summary>
    public ulong Count(uint number)
    {
        var map = Map("hike_default.map_pcpu_mon");
        var values = new byte[map.ValueBufferSize];
        return map.Lookup(BitConverter.GetBytes(number), values) == Errno.None ? Sum(values)[0] : 0;
    }

    /// <summary>What chains and functions have counted over all CPUs: runs, verdicts, nanoseconds.</summary>
    public SortedDictionary<string, (ulong Runs, string Verdicts, ulong Time)> Counters()
    {
        var map = _live.Maps[ChainCounters.Map];
        var values = new byte[map.ValueBufferSize];
        var counters = new SortedDictionary<string, (ulong, string, ulong)>(StringComparer.Ordinal);
        foreach (var (name, number) in _chains.ChainIds.Select(chain => (chain.Key, (int)chain.Value))
            .Concat(_functions.Select((function, number) => (function, ChainCounters.FirstFunction + number))))
        {
            BpfMapException.ThrowIfFailed(map, "look up", map.Lookup(BitConverter.GetBytes(number), values));
            var sums = Sum(values, ChainCounters.Size);
            counters.Add(name, (sums[0], string.Join(' ', sums.Skip(ChainCounters.Verdicts / sizeof(ulong)).Take(ChainCounters.Actions)), sums[ChainCounters.Nanoseconds / sizeof(ulong)]));
        }

        return counters;
    }

    /// <summary>The faults of all chains, or of one, by cause, over all CPUs.</summary>
    public ulong[] Faults(string? only = null)
    {
        var faults = new ulong[Enum.GetValues<FaultCause>().Length];
        var map = _live.Maps[ChainCounters.Map];
        var values = new byte[map.ValueBufferSize];
        foreach (var chain in _chains.ChainIds.Where(chain => only is null || chain.Key == only).Select(chain => chain.Value))
        {
            BpfMapException.ThrowIfFailed(map, "look up", map.Lookup(BitConverter.GetBytes(chain), values));
            for (var at = 0; at < values.Length; at += ChainCounters.Size)
            {
                var counters = MemoryMarshal.Cast<byte, ulong>(values.AsSpan(at + ChainCounters.Faults, faults.Length * sizeof(ulong)));
                for (var cause = 0; cause < faults.Length; cause++)
                    faults[cause] += counters[cause];
            }
        }

        return faults;
    }

    /// <summary>What is in the maps, a line for each entry that is not zero; of those that tell the time, the keys alone.</summary>
    public string Maps(params ReadOnlySpan<string> timed)
    {
        var text = new StringBuilder();
        foreach (var (name, map) in Shown)
        {
            foreach (var (key, value) in Entries(map))
                text.Append($"{name}[{key}]{(timed.Contains(name) ? "" : $" = {value}")}\n");
        }

        return text.ToString();
    }

    public void Dispose()
    {
        _live.Dispose();
        _engine.Dispose();
    }

    /// <summary>Loads native chains. A kernel may find one form too much, and take another: as where scripts are attached.</summary>
    public static IBpfCollection Load(IBpfEngine engine, ref ChainObject chains, IEnumerable<ChainObject> others)
    {
        ProgramRejectedException refusal;
        try
        {
            return engine.Load(chains.Object);
        }
        catch (ProgramRejectedException error)
        {
            refusal = error;
        }

        foreach (var other in others)
        {
            try
            {
                var live = engine.Load(other.Object);
                chains = other;
                return live;
            }
            catch (ProgramRejectedException)
            {
            }
        }

        throw refusal;
    }

    static SortedDictionary<string, string> Entries(IBpfMap map)
    {
        var (key, next, value) = (new byte[map.Spec.KeySize], new byte[map.Spec.KeySize], new byte[map.ValueBufferSize]);
        var entries = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var error = map.NextKey([], next); error == Errno.None; error = map.NextKey(key, next))
        {
            next.CopyTo(key, 0);
            BpfMapException.ThrowIfFailed(map, "look up", map.Lookup(key, value));
            if (map.Spec.Type is not (MapType.Array or MapType.PerCpuArray) || value.AsSpan().ContainsAnyExcept((byte)0))
                entries[Convert.ToHexString(key)] = map.Spec.IsPerCpu ? string.Join(' ', Sum(value, map.Spec.ValueSize)) : Convert.ToHexString(value);
        }

        return entries;
    }

    // Which CPU counted is the engine's affair.
    static ulong[] Sum(byte[] values, int size = sizeof(ulong))
    {
        var words = (size + sizeof(ulong) - 1) / sizeof(ulong);
        var sums = new ulong[words];
        var all = MemoryMarshal.Cast<byte, ulong>(values);
        for (var at = 0; at < all.Length; at++)
            sums[at % words] += all[at];
        return sums;
    }
}
