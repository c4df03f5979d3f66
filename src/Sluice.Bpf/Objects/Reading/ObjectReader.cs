using System.Collections.Immutable;
using System.Text;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Elf;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Objects.Reading;

/// <summary>Reads an object: types, then functions by place, then maps, then what the functions refer to.</summary>
sealed class ObjectReader
{
    const string TextSection = ".text", LicenseSection = "license";

    readonly ElfFile _file;

    readonly string _name;

    readonly BtfTypes? _types;

    readonly FunctionTable _functions;

    readonly AddressTable _addresses = new();

    readonly List<MapSpec> _maps = [];

    readonly List<VariableSpec> _variables = [];

    readonly HashSet<string> _mapNames = new(StringComparer.Ordinal);

    ObjectReader(ElfFile file, string name)
    {
        (_file, _name) = (file, name);
        _types = file.FindSection(".BTF") is { } section ? BtfTypes.Read(file.Bytes(Plain(section)), file.Name) : null;
        _functions = new(file);
        ReadMaps(new(file));
        ReadExterns();
    }

    /// <summary>The object that <paramref name="file"/> holds.</summary>
    public static BpfObject Read(ElfFile file, string name) => new ObjectReader(file, name).Read();

    BpfObject Read()
    {
        var functions = ReadFunctions();
        var operations = new OperationReader(_file, _types, _functions, new(_file)).Read();
        var isOnlyText = _functions.All is [var only] && IsText(only.Section);
        var (programs, subprograms) = (ImmutableArray.CreateBuilder<ProgramSpec>(), ImmutableArray.CreateBuilder<FunctionSpec>());
        for (var i = 0; i < functions.Length; i++)
        {
            // Without SEC() a function stands in .text; alone there, it can only be meant as the program.
            var extent = _functions.All[i];
            if (isOnlyText || extent.IsGlobal && !IsText(extent.Section))
                programs.Add(ProgramOf(functions[i]) with { Operation = operations.GetValueOrDefault(functions[i].Name, "") });
            else
                subprograms.Add(functions[i]);
        }

        return new()
        {
            Name = _name,
            License = ReadLicense(),
            IsBigEndian = _file.IsBigEndian,
            Programs = programs.ToImmutable(),
            Functions = subprograms.ToImmutable(),
            Maps = [.. _maps],
            Variables = [.. _variables],
            Types = _types,
        };
    }

    static bool IsText(ElfSection section) =>
        section.Name == TextSection || section.Name.StartsWith(TextSection + ".", StringComparison.Ordinal);

    static ProgramSpec ProgramOf(FunctionSpec function)
    {
        var isOptional = function.Section.StartsWith('?');
        var section = isOptional ? function.Section[1..] : function.Section;
        var rule = SectionNames.Find(section);
        return new()
        {
            Function = function,
            Type = rule?.Type ?? ProgramType.Unspecified,
            AttachType = rule?.AttachType,
            AttachTarget = rule?.TargetOf(section) ?? "",
            AutoLoad = !isOptional,
            HasFragments = rule?.HasFragments ?? false,
            IsSleepable = rule?.IsSleepable ?? false,
        };
    }

    ImmutableArray<FunctionSpec> ReadFunctions()
    {
        var extension = _types is not null && _file.FindSection(".BTF.ext") is { } section
            ? BtfExtension.Read(_file.Bytes(Plain(section)), _types, _file.Name) : null;
        var annotations = new AnnotationTable(_file, _functions, extension);
        var relocations = new RelocationReader(_file, _functions, _addresses);
        var functions = ImmutableArray.CreateBuilder<FunctionSpec>(_functions.All.Length);
        Dictionary<int, ElfRelocation> bySlot = [];
        ElfSection? current = null;
        foreach (var extent in _functions.All)
        {
            if (extent.Section != current)
                bySlot = relocations.BySlot(current = Plain(extent.Section));
            var instructions = InstructionDecoder.Decode(_file, extent);
            functions.Add(annotations.Annotate(extent, new()
            {
                Name = extent.Name,
                Section = extent.Section.Name,
                SectionOffset = extent.Start / BpfInstruction.Size,
                Instructions = instructions,
                Relocations = relocations.Read(extent, instructions, bySlot),
                IsGlobal = extent.IsGlobal,
                IsWeak = extent.IsWeak,
                IsHidden = extent.IsHidden,
            }));
        }

        return functions.MoveToImmutable();
    }

    void ReadMaps(SymbolTable symbols)
    {
        var data = new DataReader(_file, _types, symbols);
        var definitions = new List<(ElfSection Section, List<PlacedMap> Maps)>();
        foreach (var section in _file.Sections)
        {
            if (section.Type is not (ElfSectionType.ProgramBits or ElfSectionType.NoBits) || section.Size == 0)
                continue;
            var placed = section.Name switch
            {
                BtfMapReader.SectionName => BtfMapReader.Read(_file, Plain(section), _types, symbols),
                _ when LegacyMapReader.Matches(section.Name) => LegacyMapReader.Read(_file, Plain(section), symbols),
                _ when DataSections.Matches(section.Name) => [data.ReadMap(Plain(section), DataMapName(section.Name))],
                _ => [],
            };
            definitions.Add((section, [.. placed]));
        }

        foreach (var (section, maps) in definitions)
        {
            foreach (var map in maps)
                Place(map);
        }

        var slots = new SlotReader(_file, _functions, _addresses);
        foreach (var (section, maps) in definitions)
        {
            _maps.AddRange((section.Name == BtfMapReader.SectionName ? slots.Fill(section, maps) : maps).Select(map => map.Map));
            if (_addresses.DataOf(section.Index) is { } map)
                _variables.AddRange(data.ReadVariables(section, map));
        }

        if (data.ReadConfiguration(DataMapName(DataSections.Configuration)) is var (configuration, values))
        {
            _maps.Add(configuration);
            _variables.AddRange(values);
        }
    }

    void Place(PlacedMap placed)
    {
        if (placed.Map.IsGlobalData)
            _addresses.AddData(placed.Section.Index, placed.Map);
        else if (!_mapNames.Add(placed.Map.Name))
            throw _file.Fault(placed.Section, (ulong)placed.Offset, $"a second map '{placed.Map.Name}'", "maps of different names");
        else
            _addresses.AddMap(placed.Section.Index, placed.Offset, placed.Map.Name);
    }

    // Names are cut off, so that sections which differ late may get the same: the later ones end in a number.
    string DataMapName(string section)
    {
        var name = DataSections.MapName(_name, section);
        for (var number = 1; !_mapNames.Add(name); number++)
        {
            var digits = number.ToString();
            name = name[..(name.Length - digits.Length)] + digits;
        }

        return name;
    }

    void ReadExterns()
    {
        foreach (var (section, kind) in new[]
        {
            (DataSections.Configuration, ExternKind.Configuration),
            (DataSections.KernelSymbols, ExternKind.Symbol),
        })
        {
            foreach (var variable in _types?.Find<BtfDataSection>(section)?.Variables ?? [])
                _addresses.AddExtern(variable.Variable.Name, kind);
        }
    }

    string ReadLicense()
    {
        if (_file.FindSection(LicenseSection) is not { } section)
            return "";
        var text = _file.Bytes(Plain(section));
        var end = text.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
    }

    ElfSection Plain(ElfSection section) => (section.Flags & ElfSectionFlags.Compressed) == 0
        ? section
        : throw _file.Fault(section, 0, "compressed bytes", "plain ones (compile with -gz=none)");
}
