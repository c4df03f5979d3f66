using System.Buffers.Binary;
using System.Collections.Immutable;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Chains.Code;
using Sluice.Chains.Code.Native;
using Sluice.Chains.Functions;
using Sluice.Chains.Machine;

namespace Sluice.Chains.Deployment;

/// <summary>What a script needs of packages, being put into one object: functions, loaders, maps, settings.</summary>
sealed class ChainParts
{
    const string KeepsState = "sluice_keeps_state";

    readonly ChainUnit _unit;
    readonly PackageCatalogue _packages;
    readonly Dictionary<string, string> _functions = new(StringComparer.Ordinal), _maps = new(StringComparer.Ordinal);
    readonly List<(string Program, LoaderReference Loader)> _loaders = [];

    public ChainParts(ChainUnit unit, PackageCatalogue packages, IReadOnlyDictionary<string, uint>? ids)
    {
        (_unit, _packages, Composer) = (unit, packages, new(unit.Name));
        Ids = ids?.ToImmutableDictionary() ?? Number(unit);
        foreach (var map in unit.Maps)
        {
            if (map.Spec is { } own)
                _maps.Add(map.FullName, Composer.AddMap(own));
            else
                AddMapOwner(map);
        }
    }

    /// <summary>What functions, loaders and chains of all packages have in common, by the names that bpf/include gives it.</summary>
    public static HashSet<string> Shared { get; } = [NativeNames.SharedMap, "sluice_faults", ChainCounters.Map];

    public ObjectComposer Composer { get; }

    /// <summary>The numbers of the chains.</summary>
    public ImmutableDictionary<string, uint> Ids { get; }

    /// <summary>Does a function look at the packet's state?</summary>
    public bool ReadsState { get; private set; }

    /// <summary>How generated code finds functions and maps.</summary>
    public NativeNames Names => new() { Function = Symbol, Map = MapSymbol };

    /// <summary>Does a function's code refer to the packet's state?</summary>
    public static bool RefersToState(FunctionSpec function) =>
        function.Relocations.Any(relocation => relocation.Kind == RelocationKind.Map && relocation.Symbol == NativeNames.SharedMap);

    /// <summary>The symbol of a function, which is added if it is not there yet.</summary>
    public string Symbol(FunctionReference function)
    {
        if (_functions.TryGetValue(function.FullName, out var symbol))
            return symbol;
        var spec = Find(function.Package, function.Name);
        ReadsState |= spec.Functions.Concat(spec.Programs.Select(program => program.Function)).Any(RefersToState);
        // An object with one function and nothing else is read as a program.
        var part = Add(function.Package, function.Name, spec, ProgramTreatment.Function);
        return _functions[function.FullName] = part.Function(function.Name);
    }

    /// <summary>Adds the loaders: last, when it is known what they must do.</summary>
    public void AddLoaders(bool readsState)
    {
        foreach (var loader in _unit.Loaders)
        {
            var spec = Find(loader.Package, loader.Name);
            if (!readsState && spec.FindVariable(KeepsState) is not null)
                spec = spec.With(KeepsState, 0u);
            _loaders.Add((Add(loader.Package, loader.Name, spec, ProgramTreatment.Keep).Function(loader.Name), loader));
        }
    }

    /// <summary>The object, with everything that loaders reach.</summary>
    public ChainObject Build()
    {
        var composed = Composer.Build(onlyReached: true);
        return new()
        {
            Object = composed,
            ChainIds = Ids,
            Maps = _maps.ToImmutableDictionary(),
            Loaders = [.. _loaders],
            // A map that nothing refers to is not there to be filled.
            Entries = [.. _unit.Entries.Select(entry => (Map: MapSymbol(entry.Map), entry.Key, Value: WithChains(entry)))
                .Where(entry => composed.FindMap(entry.Map) is not null)],
        };
    }

    /// <summary>Numbers the chains of a unit from 1.</summary>
    static ImmutableDictionary<string, uint> Number(ChainUnit unit) =>
        unit.Chains.Select((chain, index) => (chain.Name, Id: (uint)index + 1)).ToImmutableDictionary(chain => chain.Name, chain => chain.Id);

    string Symbol(string fullName) => _functions.TryGetValue(fullName, out var symbol) ? symbol
        : Symbol(_unit.FindFunction(fullName) ?? throw new ArgumentException($"found no function '{fullName}' in the unit", nameof(fullName)));

    BpfObject Find(string package, string name) => _packages.Find(package, name)
        ?? throw new ChainCodeException(name, null, "", $"no function or loader '{name}' in package '{package}'", "one that its folder has");

    ComposedPart Add(string package, string name, BpfObject spec, ProgramTreatment programs)
    {
        foreach (var setting in _unit.Settings.Where(setting => setting.Package == package && setting.Function == name))
            spec = FunctionSettings.Apply(spec, setting);
        var part = Composer.Add(spec, new() { Scope = package, Shared = Shared, Programs = programs });
        foreach (var map in spec.Maps.Where(map => !map.IsGlobalData))
            _maps.TryAdd($"{package}.{map.Name}", part.Map(map.Name));
        return part;
    }

    // A chain can access a map of a function that it does not call: the map has to come from somewhere.
    void AddMapOwner(MapReference map)
    {
        var owner = _packages.Find(map.Package)?.Functions.FirstOrDefault(function => function.Maps.Any(known => known.Spec.Name == map.Name));
        if (owner is not null)
            Symbol(new FunctionReference(owner.Package, owner.Name, [.. owner.Parameters.Select(_ => 64)], owner.Outcome));
    }

    // A loader's map comes with the loader.
    string MapSymbol(string fullName) =>
        _maps.TryGetValue(fullName, out var symbol) ? symbol : fullName[(fullName.LastIndexOf('.') + 1)..];

    ImmutableArray<byte> WithChains(MapEntry entry)
    {
        var value = entry.Value.ToArray();
        foreach (var (offset, chain) in entry.Chains)
            BinaryPrimitives.WriteUInt32LittleEndian(value.AsSpan(offset), Ids[chain]);
        return [.. value];
    }
}
