using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Linking.Composing;

/// <summary>What of all parts belongs to the composed object, and what names in it mean.</summary>
sealed class Reach(
    string name, List<Part> parts, List<FunctionEntry> functions, List<MapEntry> maps, Dictionary<string, FunctionEntry> visible)
{
    readonly HashSet<object> _reached = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<string, MapEntry> _maps = maps.ToDictionary(map => map.Name, StringComparer.Ordinal);
    readonly Queue<FunctionEntry> _pending = new();

    /// <summary>The functions that belong to it, in the order in which they came.</summary>
    public IEnumerable<FunctionEntry> Functions => functions.Where(_reached.Contains);

    /// <summary>The maps that do.</summary>
    public IEnumerable<MapEntry> Maps => maps.Where(_reached.Contains);

    /// <summary>The global data of a part that does.</summary>
    public IEnumerable<DataPiece> DataOf(Part part) => part.Data.Values.Where(_reached.Contains);

    /// <summary>Takes everything.</summary>
    public void TakeAll()
    {
        _reached.UnionWith(maps);
        foreach (var part in parts)
            _reached.UnionWith(part.Data.Values);
        foreach (var function in functions)
            Take(function);
        Follow();
    }

    /// <summary>Takes the programs and what they refer to.</summary>
    public void FollowPrograms()
    {
        foreach (var function in functions)
        {
            if (function.Program is not null)
                Take(function);
        }

        Follow();
    }

    /// <summary>The function that a name stands for in a part, or null.</summary>
    public FunctionEntry? FunctionOf(Part part, string symbol) =>
        part.Functions.TryGetValue(symbol, out var own) && !own.IsVisible ? own : visible.GetValueOrDefault(own?.Name ?? symbol);

    /// <summary>The map that a name stands for in a part, or null.</summary>
    public MapEntry? MapOf(Part part, string symbol) => part.Maps.GetValueOrDefault(symbol) ?? _maps.GetValueOrDefault(symbol);

    void Take(FunctionEntry function)
    {
        if (_reached.Add(function))
            _pending.Enqueue(function);
    }

    void Take(MapEntry map)
    {
        _reached.Add(map);
        foreach (var (_, symbol, part) in map.Slots)
        {
            if (FunctionOf(part, symbol) is { } function)
                Take(function);
            else if (MapOf(part, symbol) is { } inner && !_reached.Contains(inner))
                Take(inner);
        }
    }

    void Follow()
    {
        while (_pending.TryDequeue(out var function))
        {
            foreach (var relocation in function.Spec.Relocations)
                Follow(function, relocation);
        }
    }

    void Follow(FunctionEntry function, Relocation relocation)
    {
        var part = function.Part;
        switch (relocation.Kind)
        {
            case RelocationKind.Call or RelocationKind.FunctionAddress:
                Take(FunctionOf(part, relocation.Symbol) ?? throw Undefined(function, relocation, "function"));
                break;
            case RelocationKind.Map or RelocationKind.MapValue when part.Data.TryGetValue(relocation.Symbol, out var piece):
                _reached.Add(piece);
                break;
            case RelocationKind.Map or RelocationKind.MapValue:
                Take(MapOf(part, relocation.Symbol) ?? throw Undefined(function, relocation, "map"));
                break;
            case RelocationKind.KernelConfiguration:
                _reached.UnionWith(part.Data.Values.Where(piece => piece.Map.DataSection == DataSections.Configuration));
                break;
        }
    }

    BpfLinkException Undefined(FunctionEntry function, Relocation relocation, string what) => new(name, function.Name,
        relocation.Instruction, relocation.Symbol, $"refers to {what} '{relocation.Symbol}', which no part of '{name}' defines");
}
