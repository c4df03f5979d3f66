using System.Buffers.Binary;
using System.Collections.Immutable;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Chains.Code;
using Sluice.Chains.Code.Lowering;
using Sluice.Chains.Code.Native;
using Sluice.Chains.Machine;

namespace Sluice.Chains.Deployment;

/// <summary>Makes one object of a script: its chains as native functions, the functions they call, and its loaders.</summary>
public sealed class ChainComposer
{
    const string KeepsState = "sluice_keeps_state";

    // What functions, loaders and chains of all packages have in common, by the names that bpf/include gives it.
    static readonly HashSet<string> s_shared = [NativeNames.SharedMap, "sluice_faults", ChainCounters.Map];

    readonly ChainUnit _unit;
    readonly IFunctionLibrary _library;
    readonly ObjectComposer _composer;
    readonly ImmutableDictionary<string, uint> _ids;
    readonly Dictionary<string, string> _functions = new(StringComparer.Ordinal), _maps = new(StringComparer.Ordinal);
    readonly HashSet<string> _added = new(StringComparer.Ordinal);
    readonly List<(string Program, LoaderReference Loader)> _loaders = [];
    bool _readsState;

    ChainComposer(ChainUnit unit, IFunctionLibrary library, IReadOnlyDictionary<string, uint>? ids)
    {
        (_unit, _library, _composer) = (unit, library, new(unit.Name));
        _ids = ids?.ToImmutableDictionary() ?? Number(unit);
    }

    /// <summary>Composes a unit.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="library">Where functions and loaders are.</param>
    /// <param name="ids">The numbers of its chains, 1 to 255; null to number them in order.</param>
    /// <exception cref="ChainCodeException">A chain cannot be expressed in native code, or something that it names does not exist.</exception>
    /// <exception cref="BpfComposeException">Objects of packages do not fit together.</exception>
    public static ChainObject Compose(ChainUnit unit, IFunctionLibrary library, IReadOnlyDictionary<string, uint>? ids = null) =>
        new ChainComposer(unit, library, ids).Run();

    /// <summary>Numbers the chains of a unit from 1.</summary>
    public static ImmutableDictionary<string, uint> Number(ChainUnit unit) =>
        unit.Chains.Select((chain, index) => (chain.Name, Id: (uint)index + 1)).ToImmutableDictionary(chain => chain.Name, chain => chain.Id);

    ChainObject Run()
    {
        var code = Generate();
        foreach (var loader in _unit.Loaders)
            AddLoader(loader, ReadsState(code));
        foreach (var map in code.Maps)
            _composer.AddMap(map, isShared: true);
        foreach (var (function, prototype) in code.Functions)
            _composer.AddFunction(function, prototype);
        return new()
        {
            Object = _composer.Build(onlyReached: true),
            ChainIds = _ids,
            Maps = _maps.ToImmutableDictionary(),
            Loaders = [.. _loaders],
            Entries = [.. _unit.Entries.Select(entry => (MapSymbol(entry.Map), entry.Key, WithChains(entry)))],
        };
    }

    NativeCode Generate()
    {
        foreach (var function in _unit.Functions)
            AddFunction(function.Package, function.Name);
        var needsTransport = _unit.Chains.SelectMany(chain => chain.Blocks).SelectMany(block => block.Operations).Any(TouchesTransport);
        if (needsTransport)
        {
            var dot = PacketLowering.TransportFunction.IndexOf('.', StringComparison.Ordinal);
            AddFunction(PacketLowering.TransportFunction[..dot], PacketLowering.TransportFunction[(dot + 1)..]);
        }

        foreach (var map in _unit.Maps)
            MapSymbol(map.FullName);
        return NativeGenerator.Generate(_unit, _ids, new() { Function = name => _functions[name], Map = MapSymbol });
    }

    static bool TouchesTransport(ChainOperation operation) => operation is PacketLoadOperation { Source.Layer: PacketLayer.Transport }
        or PacketStoreOperation { Target.Layer: PacketLayer.Transport } or HeaderTestOperation { Layer: PacketLayer.Transport }
        or HeaderRequireOperation { Layer: PacketLayer.Transport };

    // Does anything look at the packet's state? If nothing does, loaders need not reset it.
    bool ReadsState(NativeCode code) => _readsState || code.Functions.Any(function => Names(function.Function));

    static bool Names(FunctionSpec function) =>
        function.Relocations.Any(relocation => relocation.Kind == RelocationKind.Map && relocation.Symbol == NativeNames.SharedMap);

    void AddFunction(string package, string name)
    {
        var fullName = $"{package}.{name}";
        if (!_added.Add(fullName))
            return;
        var spec = Find(package, name);
        _readsState |= spec.Functions.Concat(spec.Programs.Select(program => program.Function)).Any(Names);
        var part = Add(package, name, spec, ProgramTreatment.Function);
        try
        {
            _functions[fullName] = part.Function(name);
        }
        catch (KeyNotFoundException)
        {
            throw new ChainCodeException(name, null, "", $"an object of '{fullName}' without a function of this name", "one: SLUICE_FUNCTION");
        }
    }

    void AddLoader(LoaderReference loader, bool keepsState)
    {
        var spec = Find(loader.Package, loader.Name);
        if (!keepsState && spec.FindVariable(KeepsState) is not null)
            spec = spec.With(KeepsState, 0u);
        var part = Add(loader.Package, loader.Name, spec, ProgramTreatment.Keep);
        _loaders.Add((part.Function(loader.Name), loader));
    }

    BpfObject Find(string package, string name) => _library.Find(package, name)
        ?? throw new ChainCodeException(name, null, "", $"no function or loader '{name}' in package '{package}'", "an object file of this name");

    ComposedPart Add(string package, string name, BpfObject spec, ProgramTreatment programs)
    {
        foreach (var setting in _unit.Settings.Where(setting => setting.Package == package && setting.Function == name))
            spec = FunctionSettings.Apply(spec, setting);
        var part = _composer.Add(spec, new() { Scope = package, Shared = s_shared, Programs = programs });
        foreach (var map in spec.Maps.Where(map => !map.IsGlobalData))
            _maps.TryAdd($"{package}.{map.Name}", part.Map(map.Name));
        return part;
    }

    // A map that no function called brings along may be a loader's, which comes later: its name stays.
    string MapSymbol(string fullName) =>
        _maps.TryGetValue(fullName, out var symbol) ? symbol : fullName[(fullName.LastIndexOf('.') + 1)..];

    ImmutableArray<byte> WithChains(MapEntry entry)
    {
        var value = entry.Value.ToArray();
        foreach (var (offset, chain) in entry.Chains)
            BinaryPrimitives.WriteUInt32LittleEndian(value.AsSpan(offset), _ids[chain]);
        return [.. value];
    }
}
