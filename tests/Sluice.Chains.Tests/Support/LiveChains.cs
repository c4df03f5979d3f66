using System.Runtime.InteropServices;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Platform;
using Sluice.Chains.Code;
using Sluice.Chains.Deployment;
using Sluice.Chains.Functions;
using Sluice.Chains.Machine;

namespace Sluice.Chains.Tests.Support;

/// <summary>A unit, alive in an engine, as native code or on the VM; the first chain gets all IPv6.</summary>
sealed class LiveChains : IDisposable
{
    public const string Loader = "ip6_simple_classifier";

    const string LoaderMap = "ipv6_simple_classifier_map";

    LiveChains(IBpfCollection live, ChainObject chains)
    {
        Live = live;
        foreach (var (map, key, value) in chains.Entries)
            BpfMapException.ThrowIfFailed(live.Maps[map], "update", live.Maps[map].Update(key.AsSpan(), value.AsSpan()));
    }

    public IBpfCollection Live { get; }

    /// <summary>The unit with a loader that gives all IPv6 to its first chain.</summary>
    public static ChainUnit WithLoader(ChainUnit unit) => unit with
    {
        Loaders = [new("hike_default", Loader, [])],
        Maps = unit.Maps.Add(new("hike_default", LoaderMap, 4, 4)),
        Entries = unit.Entries.Add(new($"hike_default.{LoaderMap}", [0, 0, 0, 0], [0, 0, 0, 0], [(0, unit.Chains[0].Name)])),
    };

    public static LiveChains Native(ChainUnit unit, IBpfEngine engine, bool isInlined = true)
    {
        unit = WithLoader(unit);
        var chains = ChainComposer.Compose(unit, PackageCatalogue.Shipped, isInlined: isInlined);
        var live = RunningScript.Load(engine, ref chains, ChainComposer.ComposeForms(unit, PackageCatalogue.Shipped).Skip(1));
        return new(live, chains);
    }

    public static LiveChains Machine(ChainUnit unit, IBpfEngine engine, string machine = MachineComposer.Endless)
    {
        var composed = MachineComposer.Compose(WithLoader(unit), PackageCatalogue.Shipped, machine);
        LiveChains live = new(engine.Load(composed.Chains.Object), composed.Chains);
        new ChainTable(live.Live.Maps[MachineLayout.ChainMap], live.Live.Maps[MachineLayout.CodeMap], () => { }).Replace(composed.Code);
        return live;
    }

    public IBpfProgram Program => Live.Programs[Loader];

    /// <summary>The faults of all chains by cause, over all CPUs.</summary>
    public ulong[] Faults()
    {
        const int chains = 16;
        var faults = new ulong[Enum.GetValues<FaultCause>().Length];
        if (!Live.Maps.TryGetValue(ChainCounters.Map, out var map))
            return faults;
        var values = new byte[map.ValueBufferSize];
        for (var chain = 1u; chain < chains; chain++)
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

    /// <summary>The entries of a map of 32-bit keys, sorted by key, in hexadecimal; values of all CPUs are summed.</summary>
    public SortedDictionary<string, string> Entries(string name)
    {
        var map = Live.Maps[name];
        var (key, next, value) = (new byte[map.Spec.KeySize], new byte[map.Spec.KeySize], new byte[map.ValueBufferSize]);
        var entries = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var error = map.NextKey([], next); error == Errno.None; error = map.NextKey(key, next))
        {
            next.CopyTo(key, 0);
            BpfMapException.ThrowIfFailed(map, "look up", map.Lookup(key, value));
            entries[Convert.ToHexString(key)] = map.Spec.IsPerCpu
                ? Convert.ToHexString(BitConverter.GetBytes(MemoryMarshal.Cast<byte, ulong>(value).ToArray().Aggregate((sum, one) => sum + one)))
                : Convert.ToHexString(value);
        }

        return entries;
    }

    public void Dispose() => Live.Dispose();
}
