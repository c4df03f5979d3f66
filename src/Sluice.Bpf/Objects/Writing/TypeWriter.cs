using Sluice.Bpf.Btf;
using Sluice.Bpf.Instructions;

namespace Sluice.Bpf.Objects.Writing;

/// <summary>Gathers the types of an object anew, and what its functions say about them.</summary>
/// <remarks>
/// Sections of variables are written afresh, with the offsets that the object knows; all other types are brought along,
/// under new ids.
/// </remarks>
sealed class TypeWriter
{
    readonly BpfObject _object;

    readonly BtfBuilder _builder;

    readonly Dictionary<string, BtfVariable> _variables = new(StringComparer.Ordinal);

    /// <summary>Begins with the types that the object has.</summary>
    public TypeWriter(BpfObject @object)
    {
        (_object, _builder) = (@object, new(isBigEndian: @object.IsBigEndian));
        foreach (var type in @object.Types is { } types ? types.Own : [])
        {
            if (type is BtfVariable variable)
                _variables.TryAdd(type.Name, variable);
            else if (type is not BtfDataSection)
                _builder.Import(type);
        }
    }

    /// <summary>Is there anything to write?</summary>
    public bool IsEmpty => _builder.Count == 1;

    /// <summary>Adds the maps, which stand in their section one after the other, and returns their places.</summary>
    public Dictionary<string, (int Offset, int Size, int Values)> AddMaps(IEnumerable<MapSpec> maps)
    {
        var places = new Dictionary<string, (int Offset, int Size, int Values)>(StringComparer.Ordinal);
        MapTypeWriter? writer = null;
        var (variables, end) = (new List<BtfSectionVariable>(), 0);
        foreach (var map in maps)
        {
            var definition = (writer ??= new(_builder)).Define(map);
            var size = MapTypeWriter.SizeOf(definition, map);
            variables.Add(new(_builder.Variable(map.Name, definition), end, size));
            places.Add(map.Name, (end, size, definition.Size));
            end += size;
        }

        if (variables.Count > 0)
            _builder.DataSection(Reading.BtfMapReader.SectionName, end, variables);
        return places;
    }

    /// <summary>Adds the variables of a global-data map, if their types are known.</summary>
    public void AddData(MapSpec map)
    {
        var variables = new List<BtfSectionVariable>();
        foreach (var variable in _object.Variables.Where(variable => variable.Map == map.Name).OrderBy(variable => variable.Offset))
        {
            if (variable.Type is null)
                return;
            variables.Add(new(Variable(variable), variable.Offset, variable.Size));
        }

        if (variables.Count > 0)
            _builder.DataSection(map.DataSection, map.ValueSize, variables);
    }

    /// <summary>Brings along the section that tells which symbols are the kernel's.</summary>
    public void AddKernelSymbols()
    {
        if (_object.Types?.Find<BtfDataSection>(DataSections.KernelSymbols) is { } section)
            _builder.Import(section);
    }

    /// <summary>Is the variable visible to its own file only?</summary>
    public bool IsStatic(VariableSpec variable) =>
        _variables.TryGetValue(variable.Name, out var known) && known.Linkage == BtfLinkage.Static;

    /// <summary>The contents of <c>.BTF</c> and <c>.BTF.ext</c>.</summary>
    public BtfImage Write(IEnumerable<FunctionLayout> sections)
    {
        // The kernel wants a type for every function of a program, or for none.
        var all = _object.Programs.Select(program => program.Function).Concat(_object.Functions);
        var describesAll = _object.Types is not null && all.All(function => function.TypeId > 0);
        var described = sections.Select(section => Describe(section, describesAll))
            .Where(section => section is not { Functions: [], Lines: [], CoreRelocations: [] });
        var extension = new BtfExtension { Sections = [.. described] };
        return BtfWriter.Write(_builder.Build(), extension);
    }

    BtfExtensionSection Describe(FunctionLayout section, bool describesFunctions) => new(section.Name)
    {
        Functions = describesFunctions
            ? [.. section.Functions.Select(placed =>
                new BtfFunctionInfo(placed.Offset, _builder.Import((BtfFunction)_object.Types![placed.Function.TypeId])))]
            : [],
        Lines = [.. section.Functions.SelectMany(placed => placed.Function.Lines.Select(line => new BtfLineInfo(
            placed.Offset + line.Instruction * BpfInstruction.Size, line.File, line.Line, line.Column, new string(' ', line.Indentation) + line.Text)))],
        CoreRelocations = [.. section.Functions.SelectMany(placed => placed.Function.CoreRelocations.Select(relocation => new BtfCoreInfo(
            placed.Offset + relocation.Instruction * BpfInstruction.Size, _builder.Import(relocation.Type), relocation.Access, relocation.Kind)))],
    };

    BtfVariable Variable(VariableSpec variable) => _variables.TryGetValue(variable.Name, out var known)
        ? _builder.Import(known)
        : _builder.Variable(variable.Name, _builder.Import(variable.Type!));
}
