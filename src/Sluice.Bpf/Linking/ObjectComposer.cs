using Sluice.Bpf.Btf;
using Sluice.Bpf.Linking.Composing;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Linking;

/// <summary>Puts several objects together into one that an engine loads as if it had been compiled so.</summary>
/// <remarks>
/// What a static linker does (bpftool gen object), and more: types are merged, global data is put together section by
/// section, functions of one object call those of another by name, a weak function gives way to a strong one of its name,
/// maps are shared where both sides say so, and everything else that bears the same name is told apart. Parts are plain
/// data and stay as they are. Not safe to share between threads.
/// </remarks>
public sealed class ObjectComposer
{
    readonly string _name;
    readonly List<Part> _parts = [];
    readonly List<FunctionEntry> _functions = [];
    readonly List<MapEntry> _maps = [];
    readonly Dictionary<string, FunctionEntry> _visible = new(StringComparer.Ordinal);
    readonly NameTable _functionNames = new(), _mapNames = new(), _variableNames = new();

    /// <summary>Begins an object.</summary>
    /// <param name="name">Its name, of which the maps of its global data take theirs.</param>
    public ObjectComposer(string name) => _name = name;

    /// <summary>Adds an object.</summary>
    /// <param name="part">The object.</param>
    /// <param name="options">How it joins; null for <see cref="ComposeOptions.Default"/>.</param>
    /// <returns>What its symbols are called in the composed object.</returns>
    /// <exception cref="BpfComposeException">It does not fit: two strong functions of one name without a scope to tell them
    /// apart, a shared map of another shape, another byte order. The composer can then no longer be used.</exception>
    public ComposedPart Add(BpfObject part, ComposeOptions? options = null)
    {
        var added = new Part(part, options ?? ComposeOptions.Default);
        if (_parts.Count > 0 && part.IsBigEndian != _parts[0].Object.IsBigEndian)
            throw new BpfComposeException(part.Name, part.Name, "the other byte order", $"that of {_parts[0].Object.Name}");
        _parts.Add(added);
        foreach (var program in added.Options.Programs == ProgramTreatment.Drop ? [] : part.Programs)
            AddFunction(added, program.Function, program);
        foreach (var function in part.Functions)
            AddFunction(added, function, null);
        foreach (var map in part.Maps)
            AddMap(added, map);
        foreach (var variable in part.Variables)
            added.Variables.TryAdd(variable.Name, NameVariable(added, variable));
        return new(added);
    }

    /// <summary>Adds a function made by hand.</summary>
    /// <param name="function">The function. Its relocations name functions and maps of the composed object.</param>
    /// <param name="prototype">Its type, of any collection or of a builder not yet built; null if it has none.</param>
    /// <returns>What it is called.</returns>
    /// <exception cref="BpfComposeException">Another strong function bears its name.</exception>
    public string AddFunction(FunctionSpec function, BtfFunctionPrototype? prototype = null) =>
        Add(new BpfObject { Name = _name, Functions = [function], IsBigEndian = IsBigEndian }, function, prototype, null);

    /// <summary>Adds a program made by hand, as <see cref="AddFunction(FunctionSpec, BtfFunctionPrototype?)"/> does.</summary>
    /// <exception cref="BpfComposeException">Another strong function bears its name.</exception>
    public string AddProgram(ProgramSpec program, BtfFunctionPrototype? prototype = null) =>
        Add(new BpfObject { Name = _name, Programs = [program], IsBigEndian = IsBigEndian }, program.Function, prototype, program);

    /// <summary>Adds a map made by hand.</summary>
    /// <param name="map">The map; its types may be of any collection.</param>
    /// <param name="isShared">Is it one with maps of its name that objects share?</param>
    /// <returns>What it is called.</returns>
    /// <exception cref="BpfComposeException">It is shared, and the other is of another shape.</exception>
    public string AddMap(MapSpec map, bool isShared = false)
    {
        var part = new Part(new() { Name = _name, Maps = [map], IsBigEndian = IsBigEndian },
            new() { Shared = isShared ? new HashSet<string>(StringComparer.Ordinal) { map.Name } : ComposeOptions.Default.Shared });
        _parts.Add(part);
        AddMap(part, map);
        return part.Maps[map.Name].Name;
    }

    /// <summary>The composed object.</summary>
    /// <param name="onlyReached">Leave out functions, maps and data that no program reaches?</param>
    /// <exception cref="BpfLinkException">A function refers to one that no part defines, or to such a map.</exception>
    public BpfObject Build(bool onlyReached = false) => new Composition(_name, _parts, _functions, _maps, _visible).Build(onlyReached);

    bool IsBigEndian => _parts.Count > 0 && _parts[0].Object.IsBigEndian;

    string Add(BpfObject @object, FunctionSpec function, BtfFunctionPrototype? prototype, ProgramSpec? program)
    {
        var part = new Part(@object, ComposeOptions.Default);
        _parts.Add(part);
        AddFunction(part, function, program, prototype is null ? null : new BtfFunction
        {
            Name = function.Name,
            Prototype = prototype,
            Linkage = program is not null || function.IsGlobal ? BtfLinkage.Global : BtfLinkage.Static,
        });
        return part.Functions[function.Name].Name;
    }

    void AddFunction(Part part, FunctionSpec spec, ProgramSpec? program, BtfFunction? type = null)
    {
        var becomesFunction = program is not null && part.Options.Programs == ProgramTreatment.Function;
        var entry = new FunctionEntry(part, becomesFunction ? spec with { IsGlobal = true, Section = ".text" } : spec)
        {
            Program = becomesFunction ? null : program,
            Type = type ?? (spec.TypeId > 0 ? part.Object.Types?[spec.TypeId] as BtfFunction : null),
        };
        part.Functions[spec.Name] = entry;
        if (!entry.IsVisible)
            entry.Name = _functionNames.Take(spec.Name, part.Options.Scope);
        else if (!_visible.TryGetValue(spec.Name, out var other))
            Publish(entry);
        else if (entry.Spec.IsWeak)
            return; // Nobody reaches it: calls go by name, and the name is taken.
        else if (other.Spec.IsWeak)
            Replace(other, entry);
        else if (part.Options.Scope.Length > 0)
            Publish(entry, _functionNames.Take(spec.Name, part.Options.Scope));
        else
            throw new BpfComposeException(part.Object.Name, spec.Name, $"a second definition of what {other.Part.Object.Name} defines",
                "one, or a scope to tell them apart");
        _functions.Add(entry);
    }

    void Publish(FunctionEntry entry)
    {
        // A static function that came first makes room: nobody outside its part knows its name.
        if (!_functionNames.TryTake(entry.Name) && _functions.Find(other => other.Name == entry.Name) is { } other)
            other.Name = _functionNames.Take(other.Name, other.Part.Options.Scope);
        _visible.Add(entry.Name, entry);
    }

    void Publish(FunctionEntry entry, string name)
    {
        entry.Name = name;
        _visible.Add(name, entry);
    }

    void Replace(FunctionEntry weak, FunctionEntry strong)
    {
        _functions.Remove(weak);
        _visible[strong.Name] = strong;
    }

    void AddMap(Part part, MapSpec map)
    {
        if (map.IsGlobalData)
        {
            part.Data.Add(map.Name, new(part, map));
            return;
        }

        var isShared = map.PinByName || part.Options.Shared.Contains(map.Name);
        var entry = _maps.Find(other => other.Spec.Name == map.Name && (isShared && other.IsShared
            || part.Options.Scope.Length > 0 && other.Scope == part.Options.Scope && other.Spec.IsCompatibleWith(map)));
        if (entry is null)
            _maps.Add(entry = new(map, part.Options.Scope, isShared) { Name = _mapNames.Take(map.Name, part.Options.Scope) });
        else if (!entry.Spec.IsCompatibleWith(map))
            throw new BpfComposeException(part.Object.Name, map.Name, $"a shared map that is {map}", $"{entry.Spec}");
        foreach (var (index, symbol) in map.InitialSlots)
            entry.Slots.Add((index, symbol, part));
        part.Maps.Add(map.Name, entry);
    }

    // Values of the kernel's configuration are the same for all who ask.
    string NameVariable(Part part, VariableSpec variable) =>
        part.Data.GetValueOrDefault(variable.Map)?.Map.DataSection == DataSections.Configuration
            ? variable.Name
            : _variableNames.Take(variable.Name, part.Options.Scope);
}
