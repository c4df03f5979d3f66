using System.Collections.Immutable;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Linking.Composing;

/// <summary>Makes one object of all that has been gathered.</summary>
sealed class Composition(
    string name, List<Part> parts, List<FunctionEntry> functions, List<MapEntry> maps, Dictionary<string, FunctionEntry> visible)
{
    readonly Reach _reach = new(name, parts, functions, maps, visible);

    /// <summary>Makes it.</summary>
    public BpfObject Build(bool onlyReached)
    {
        if (onlyReached)
            _reach.FollowPrograms();
        else
            _reach.TakeAll();
        var types = new MergedTypes(parts, _reach);
        var data = new DataMerger(name, parts, _reach, types);
        var allMaps = _reach.Maps.Select(map => Compose(map, types)).ToList();
        var specs = _reach.Functions.ToDictionary(function => function, function => Compose(function, types, data));
        var laidOut = SectionLayout.Of(specs.Values);
        foreach (var (function, spec) in specs)
            specs[function] = spec with { SectionOffset = laidOut[spec.Name] };
        data.AddTo(allMaps);
        return new()
        {
            Name = name,
            License = License(),
            IsBigEndian = parts.Count > 0 && parts[0].Object.IsBigEndian,
            Programs = [.. specs.Where(entry => entry.Key.Program is not null)
                .Select(entry => entry.Key.Program! with { Function = entry.Value })],
            Functions = [.. specs.Where(entry => entry.Key.Program is null).Select(entry => entry.Value)],
            Maps = [.. allMaps],
            Variables = data.Variables,
            Types = types.Build(),
        };
    }

    FunctionSpec Compose(FunctionEntry function, MergedTypes types, DataMerger data) => function.Spec with
    {
        Name = function.Name,
        Relocations = [.. function.Spec.Relocations.Select(relocation => Compose(function.Part, relocation, data))],
        CoreRelocations = [.. function.Spec.CoreRelocations.Select(relocation => relocation with { Type = types.Import(relocation.Type) })],
        TypeId = types.IdOf(function),
    };

    Relocation Compose(Part part, Relocation relocation, DataMerger data)
    {
        switch (relocation.Kind)
        {
            case RelocationKind.Call or RelocationKind.FunctionAddress:
                return relocation with { Symbol = _reach.FunctionOf(part, relocation.Symbol)?.Name ?? relocation.Symbol };
            case RelocationKind.MapValue when part.Data.TryGetValue(relocation.Symbol, out var piece):
                return relocation with { Symbol = data.MapOf(piece.Map.DataSection), Addend = relocation.Addend + piece.Offset };
            case RelocationKind.Map or RelocationKind.MapValue:
                return relocation with { Symbol = _reach.MapOf(part, relocation.Symbol)?.Name ?? relocation.Symbol };
            default:
                return relocation;
        }
    }

    MapSpec Compose(MapEntry map, MergedTypes types) => WithTypes(map.Spec, types) with
    {
        Name = map.Name,
        InitialSlots = [.. map.Slots.Select(slot => (slot.Index, NameOf(slot.Part, slot.Symbol))).DistinctBy(slot => slot.Index)],
    };

    string NameOf(Part part, string symbol) => _reach.FunctionOf(part, symbol)?.Name ?? _reach.MapOf(part, symbol)?.Name ?? symbol;

    static MapSpec WithTypes(MapSpec map, MergedTypes types) => map with
    {
        KeyType = map.KeyType is null ? null : types.Import(map.KeyType),
        ValueType = map.ValueType is null ? null : types.Import(map.ValueType),
        Inner = map.Inner is null ? null : WithTypes(map.Inner, types),
    };

    // The kernel lets a program call what the strictest licence among its parts allows.
    string License()
    {
        var licenses = parts.Select(part => part.Object.License).Where(license => license.Length > 0).ToImmutableArray();
        return licenses.FirstOrDefault(license => !Licenses.IsGplCompatible(license)) ?? licenses.FirstOrDefault() ?? "";
    }
}
