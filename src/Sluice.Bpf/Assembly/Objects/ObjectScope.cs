using Sluice.Bpf.Assembly.Syntax;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Assembly.Objects;

/// <summary>The names that an object declares, with what they stand for.</summary>
sealed class ObjectScope : ISymbolScope
{
    readonly Dictionary<SymbolKind, HashSet<string>> _names = [];
    readonly Dictionary<string, FunctionPlace> _functions = [];
    readonly Dictionary<string, VariableSpec> _variables = [];
    readonly HashSet<string> _ambiguous = [];
    readonly HashSet<string> _weak = [];

    /// <summary>Externs in the order of their declaration.</summary>
    public List<ExternDeclaration> Externs { get; } = [];

    public static ObjectScope Of(BpfObject bpf)
    {
        var scope = new ObjectScope();
        foreach (var function in bpf.Programs.Select(program => program.Function).Concat(bpf.Functions))
            scope.AddFunction(function.Name, FunctionPlace.Of(function));
        foreach (var map in bpf.Maps)
            scope.Add(SymbolKind.Map, map.Name);
        foreach (var variable in bpf.Variables)
            scope.AddVariable(variable);
        foreach (var relocation in bpf.Programs.Select(program => program.Function).Concat(bpf.Functions).SelectMany(function => function.Relocations))
        {
            if (KindOf(relocation.Kind) is var kind && !scope.Has(kind, relocation.Symbol)
                && kind is SymbolKind.Function or SymbolKind.Ksym or SymbolKind.Kconfig)
            {
                scope.AddExtern(new(relocation.Symbol, kind, relocation.IsWeak));
            }
        }

        return scope;
    }

    /// <summary>What the symbol of such a relocation is.</summary>
    public static SymbolKind KindOf(RelocationKind kind) => kind switch
    {
        RelocationKind.Map or RelocationKind.MapValue => SymbolKind.Map,
        RelocationKind.KernelSymbol => SymbolKind.Ksym,
        RelocationKind.KernelConfiguration => SymbolKind.Kconfig,
        _ => SymbolKind.Function,
    };

    public void Add(SymbolKind kind, string name)
    {
        if (!_names.TryGetValue(kind, out var names))
            _names[kind] = names = [];
        names.Add(name);
    }

    public void AddFunction(string name, FunctionPlace place)
    {
        Add(SymbolKind.Function, name);
        _functions[name] = place;
    }

    /// <summary>Adds a variable; two of one name cannot be told apart by it, and are then not known by name.</summary>
    public void AddVariable(VariableSpec variable)
    {
        if (!_variables.TryAdd(variable.Name, variable))
            _ambiguous.Add(variable.Name);
        Add(SymbolKind.Variable, variable.Name);
    }

    public void AddExtern(ExternDeclaration declaration)
    {
        Add(declaration.Kind, declaration.Name);
        Externs.Add(declaration);
        if (declaration.IsWeak)
            _weak.Add(declaration.Name);
    }

    public bool IsWeak(string name) => _weak.Contains(name);

    public FunctionPlace PlaceOf(string function) => _functions.GetValueOrDefault(function, FunctionPlace.Elsewhere);

    /// <summary>The variable of this name, or null.</summary>
    public VariableSpec? Variable(string name) => Has(SymbolKind.Variable, name) ? _variables[name] : null;

    /// <summary>The variable of <paramref name="map"/> that begins at <paramref name="offset"/> and can be called by its name.</summary>
    public VariableSpec? VariableAt(string map, int offset) => _variables.Values
        .FirstOrDefault(variable => variable.Map == map && variable.Offset == offset && !_ambiguous.Contains(variable.Name));

    public bool HasSymbols => true;

    public bool IsLabel(string name) => false;

    public bool Has(SymbolKind kind, string name) =>
        _names.TryGetValue(kind, out var names) && names.Contains(name)
        && (kind != SymbolKind.Variable || !_ambiguous.Contains(name));

    public IEnumerable<string> Names(SymbolKind kind) => _names.GetValueOrDefault(kind, []);
}
