using Sluice.Bpf.Btf;
using Sluice.Bpf.Btf.C;
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
    /// <exception cref="ChainDeploymentException">A map of the same shape has keys or values that mean something else.</exception>
    public IReadOnlyDictionary<string, IBpfMap> For(ChainObject chains, IReadOnlySet<string> fresh)
    {
        var shared = Compatible(All, chains.Object, fresh);
        foreach (var (symbol, map) in shared)
        {
            var (wanted, found) = (chains.Object.FindMap(symbol)!, host.ShapeOf(map));
            RequireSame(symbol, "keys", found.KeyType, wanted.KeyType);
            RequireSame(symbol, "values", found.ValueType, wanted.ValueType);
        }

        return shared;
    }

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

    // Bytes of one type would be read as another's: neither losing them nor that is what a replacement promises.
    void RequireSame(string symbol, string what, BtfType? found, BtfType? wanted)
    {
        if (BtfShapes.AreEqual(found, wanted))
            return;
        throw new ChainDeploymentException($"{Path.GetFileNameWithoutExtension(running.Script)}: found the map '{symbol}' with {what} of {Text(found!, wanted!)}, "
            + $"expected {Text(wanted!, found!)}: give the map of the new script another name, or detach first");
    }

    // A name tells a type unless the other one has that name, too.
    static string Text(BtfType type, BtfType other) =>
        BtfCFormatter.Declare(type) is var name && name != BtfCFormatter.Declare(other) && name.Length > 0 ? $"'{name}'"
            : $"'{string.Join(' ', BtfCFormatter.Define(type.Resolve()).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}'";
}
