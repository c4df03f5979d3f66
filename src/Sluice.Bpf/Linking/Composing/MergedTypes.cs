using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Linking.Composing;

/// <summary>The types of all parts as one collection, in which each type stands once.</summary>
sealed class MergedTypes
{
    readonly BtfBuilder _builder;
    readonly Dictionary<FunctionEntry, BtfFunction> _functions = [];
    readonly Dictionary<(Part, string Section, string Name), BtfVariable> _variables = [];

    /// <summary>Brings in the types of all parts, and a function for each that belongs to the composed object.</summary>
    public MergedTypes(List<Part> parts, Reach reach)
    {
        var shapes = parts.SelectMany(part => part.Object.Types is { } types ? types.Own.ToArray() : [])
            .Concat(reach.Functions.Select(function => function.Type).OfType<BtfType>())
            .Concat(reach.Maps.SelectMany(map => new[] { map.Spec.KeyType, map.Spec.ValueType }).OfType<BtfType>());
        var classes = new TypeClasses(shapes);
        _builder = new(isBigEndian: parts.Count > 0 && parts[0].Object.IsBigEndian) { Representative = classes.RepresentativeOf };
        AddShapes(parts);
        foreach (var function in reach.Functions)
        {
            if (function.Type is { Prototype: BtfFunctionPrototype prototype } type)
                _functions.Add(function, _builder.Function(function.Name, _builder.Import(prototype), LinkageOf(function, type)));
        }

        foreach (var part in parts)
            Index(part);
        AddTags(parts, reach);
        AddKernelSymbols(parts);
    }

    /// <summary>The type that stands for <paramref name="type"/> here.</summary>
    public T Import<T>(T type)
        where T : BtfType => _builder.Import(type);

    /// <summary>The id of a function's type, or 0.</summary>
    public int IdOf(FunctionEntry function) => _functions.TryGetValue(function, out var type) ? type.Id : 0;

    /// <summary>Adds a section of variables.</summary>
    /// <param name="section">Its name.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="variables">The variables of all parts, by place, each with what its part calls it.</param>
    /// <returns>Its type; null if no variable's type is known.</returns>
    public BtfDataSection? AddSection(string section, int size, IEnumerable<(Part Part, string OwnName, VariableSpec Variable)> variables)
    {
        var typed = variables.Where(entry => entry.Variable.Type is not null).Select(entry => new BtfSectionVariable(
            Declare(entry.Part, section, entry.OwnName, entry.Variable), entry.Variable.Offset, entry.Variable.Size)).ToList();
        return typed.Count == 0 ? null : _builder.DataSection(section, size, typed);
    }

    /// <summary>The collection; null if no part had types.</summary>
    public BtfTypes? Build() => _builder.Count > 1 ? _builder.Build() : null;

    // Definitions of maps say nothing that the maps do not; a function without its body has no use for its type.
    void AddShapes(List<Part> parts)
    {
        foreach (var part in parts)
        {
            foreach (var type in part.Object.Types is { } types ? types.Own.ToArray() : [])
            {
                if (type is BtfStruct { Name.Length: > 0 } or BtfEnum or BtfTypedef)
                    _builder.Import(type);
            }
        }
    }

    void Index(Part part)
    {
        foreach (var section in part.Object.Types is { } types ? types.Own.ToArray().OfType<BtfDataSection>() : [])
        {
            foreach (var entry in section.Variables)
            {
                if (entry.Variable is BtfVariable variable)
                    _variables.TryAdd((part, section.Name, variable.Name), variable);
            }
        }
    }

    void AddTags(List<Part> parts, Reach reach)
    {
        var functions = reach.Functions.Where(function => function.Type is not null).ToLookup(function => (function.Part, function.Type!));
        foreach (var part in parts)
        {
            foreach (var type in part.Object.Types is { } types ? types.Own.ToArray() : [])
            {
                if (type is not BtfDeclarationTag tag)
                    continue;
                if (tag.Target is BtfStruct or BtfTypedef)
                    _builder.Import(tag);
                foreach (var function in tag.Target is BtfFunction target ? functions[(part, target)] : [])
                    _builder.DeclarationTag(tag.Name, _functions[function], tag.Component);
            }
        }
    }

    // What the kernel supplies is one for all parts that ask for it.
    void AddKernelSymbols(List<Part> parts)
    {
        var symbols = parts.SelectMany(part => part.Object.Types?.Find<BtfDataSection>(DataSections.KernelSymbols)?.Variables ?? [])
            .DistinctBy(symbol => symbol.Variable.Name)
            .Select(symbol => symbol with { Variable = _builder.Import(symbol.Variable) }).ToList();
        if (symbols.Count > 0)
            _builder.DataSection(DataSections.KernelSymbols, 0, symbols);
    }

    BtfVariable Declare(Part part, string section, string ownName, VariableSpec variable)
    {
        var linkage = BtfLinkage.Global;
        if (_variables.TryGetValue((part, section, ownName), out var known))
            linkage = known.Linkage;
        var declared = _builder.Variable(variable.Name, _builder.Import(variable.Type!), linkage);
        foreach (var tag in known is null ? [] : part.Object.Types!.Own.ToArray().OfType<BtfDeclarationTag>().Where(tag => tag.Target == known))
            _builder.DeclarationTag(tag.Name, declared, tag.Component);
        return declared;
    }

    static BtfLinkage LinkageOf(FunctionEntry function, BtfFunction type) =>
        function.IsVisible && type.Linkage == BtfLinkage.Static ? BtfLinkage.Global : type.Linkage;
}
