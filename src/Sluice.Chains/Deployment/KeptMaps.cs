using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;

namespace Sluice.Chains.Deployment;

/// <summary>The maps of chains that run, opened again when they are asked for.</summary>
/// <param name="host">Where they are.</param>
/// <param name="running">What says which there are.</param>
sealed class KeptMaps(IChainHost host, DeploymentNotes running) : IDisposable
{
    readonly Dictionary<string, IBpfMap> _maps = new(StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public IReadOnlyDictionary<string, IBpfMap> All
    {
        get
        {
            foreach (var symbol in running.Maps)
                Find(symbol);
            return _maps;
        }
    }

    /// <summary>A map, or null.</summary>
    public IBpfMap? Find(string symbol)
    {
        if (!_maps.TryGetValue(symbol, out var map) && running.Maps.Contains(symbol))
            _maps.Add(symbol, map = host.OpenMap(symbol));
        return map;
    }

    /// <summary>Those that another object can go on with: maps of the same name and shape.</summary>
    /// <param name="chains">The object.</param>
    /// <param name="fresh">The maps that it shall have anew.</param>
    public IReadOnlyDictionary<string, IBpfMap> For(ChainObject chains, IReadOnlySet<string> fresh) => Compatible(All, chains.Object, fresh);

    /// <summary>Live maps that an object can go on with.</summary>
    public static IReadOnlyDictionary<string, IBpfMap> Compatible(IReadOnlyDictionary<string, IBpfMap> live, BpfObject spec, IReadOnlySet<string> fresh) =>
        spec.Maps.Where(map => !map.IsGlobalData && !fresh.Contains(map.Name) && live.TryGetValue(map.Name, out var other) && map.IsCompatibleWith(other.Spec))
            .ToDictionary(map => map.Name, map => live[map.Name], StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var map in _maps.Values)
            map.Dispose();
    }
}
