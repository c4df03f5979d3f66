using System.Runtime.InteropServices;
using System.Text;
using Sluice.Bpf.Elf;
using Sluice.Bpf.Instructions;

namespace Sluice.Bpf.Objects.Writing;

/// <summary>Turns an object back into a file, in the shape that clang gives it.</summary>
sealed class ObjectWriter
{
    const ElfSectionFlags Code = ElfSectionFlags.Allocate | ElfSectionFlags.Executable,
        Data = ElfSectionFlags.Allocate | ElfSectionFlags.Write;

    const byte LocalCall = 1;

    readonly BpfObject _object;

    readonly ElfBuilder _elf;

    readonly TypeWriter _types;

    readonly Dictionary<string, int> _functions = new(StringComparer.Ordinal);

    readonly Dictionary<string, (int Section, int Offset)> _addresses = new(StringComparer.Ordinal);

    readonly Dictionary<string, int> _maps = new(StringComparer.Ordinal);

    readonly Dictionary<string, int> _externs = new(StringComparer.Ordinal);

    public ObjectWriter(BpfObject @object)
    {
        (_object, _elf, _types) = (@object, new(@object.IsBigEndian), new(@object));
    }

    public byte[] Write()
    {
        var sections = FunctionLayout.Of(_object);
        var code = sections.ConvertAll(section => new byte[section.Size]);
        var numbers = sections.ConvertAll(section => _elf.AddSection(section.Name, code[sections.IndexOf(section)], Code));
        for (var i = 0; i < sections.Count; i++)
            AddFunctionSymbols(sections[i], numbers[i]);
        AddMaps();
        AddData();
        _types.AddKernelSymbols();
        if (_object.License.Length > 0)
            AddLicense();
        for (var i = 0; i < sections.Count; i++)
        {
            foreach (var (function, offset) in sections[i].Functions)
                WriteFunction(function, code[i].AsSpan(offset), numbers[i], offset);
        }

        AddTypes(sections);
        return _elf.Build();
    }

    void AddFunctionSymbols(FunctionLayout section, int number)
    {
        var start = AddSectionSymbol(number);
        foreach (var (function, offset) in section.Functions)
        {
            _addresses.Add(function.Name, (start, offset));
            var isEntry = _object.FindProgram(function.Name)?.Function == function;
            _functions.Add(function.Name, _elf.AddSymbol(function.Name, ElfSymbolType.Function,
                BindingOf(function, isEntry), number, (ulong)offset,
                (ulong)(function.Instructions.Length * BpfInstruction.Size), function.IsHidden));
        }
    }

    static ElfSymbolBinding BindingOf(FunctionSpec function, bool isEntry) => (function.IsWeak, isEntry || function.IsGlobal) switch
    {
        (true, _) => ElfSymbolBinding.Weak,
        (_, true) => ElfSymbolBinding.Global,
        _ => ElfSymbolBinding.Local,
    };

    int AddSectionSymbol(int section) => _elf.AddSymbol("", ElfSymbolType.Section, ElfSymbolBinding.Local, section, 0, 0);

    void AddMaps()
    {
        var maps = _object.Maps.Where(map => !map.IsGlobalData).ToArray();
        if (maps.Length == 0)
            return;
        var places = _types.AddMaps(maps);
        var bytes = new byte[places.Values.Sum(place => place.Size)];
        var section = _elf.AddSection(Reading.BtfMapReader.SectionName, bytes, Data);
        foreach (var map in maps)
        {
            var (offset, size, _) = places[map.Name];
            _maps[map.Name] = _elf.AddSymbol(map.Name, ElfSymbolType.Object, ElfSymbolBinding.Global, section, (ulong)offset, (ulong)size);
        }

        foreach (var map in maps)
        {
            var (offset, _, values) = places[map.Name];
            foreach (var (index, symbol) in map.InitialSlots)
            {
                var target = map.Inner is null ? Known(_functions, symbol, map.Name) : Known(_maps, symbol, map.Name);
                _elf.AddRelocation(section, offset + values + index * (long)Btf.BtfSize.Pointer, ElfRelocationType.Absolute64, target);
            }
        }
    }

    void AddData()
    {
        foreach (var map in _object.Maps.Where(map => map.IsGlobalData))
        {
            _types.AddData(map);
            if (map.DataSection == DataSections.Configuration)
                continue;
            var bytes = ImmutableCollectionsMarshal.AsArray(map.InitialData)!;
            var hasNoBits = map.DataSection.StartsWith(".bss", StringComparison.Ordinal) && !bytes.AsSpan().ContainsAnyExcept((byte)0);
            var section = _elf.AddSection(map.DataSection, bytes, map.IsFrozen ? ElfSectionFlags.Allocate : Data,
                hasNoBits ? ElfSectionType.NoBits : ElfSectionType.ProgramBits);
            _maps[map.Name] = AddSectionSymbol(section);
            foreach (var variable in _object.Variables.Where(variable => variable.Map == map.Name))
            {
                _elf.AddSymbol(variable.Name, ElfSymbolType.Object, _types.IsStatic(variable) ? ElfSymbolBinding.Local : ElfSymbolBinding.Global,
                    section, (ulong)variable.Offset, (ulong)variable.Size);
            }
        }
    }

    void AddLicense()
    {
        var bytes = Encoding.UTF8.GetBytes(_object.License + '\0');
        var section = _elf.AddSection("license", bytes, Data);
        _elf.AddSymbol("_license", ElfSymbolType.Object, ElfSymbolBinding.Global, section, 0, (ulong)bytes.Length);
    }

    void AddTypes(List<FunctionLayout> sections)
    {
        if (_types.IsEmpty)
            return;
        var (types, extension) = _types.Write(sections);
        _elf.AddSection(".BTF", types, ElfSectionFlags.None);
        if (extension.Length > 0)
            _elf.AddSection(".BTF.ext", extension, ElfSectionFlags.None);
    }

    void WriteFunction(FunctionSpec function, Span<byte> destination, int section, int offset)
    {
        var instructions = function.Instructions.ToArray();
        foreach (var relocation in function.Relocations)
        {
            ref var instruction = ref instructions[relocation.Instruction];
            var isCall = !instruction.IsWide;
            var (symbol, addend) = TargetOf(function, relocation, isCall);
            instruction = instruction.WithSource(isCall ? LocalCall : (byte)0).WithImmediate(addend);
            if (!isCall)
                instructions[relocation.Instruction + 1] = instructions[relocation.Instruction + 1].WithImmediate(0);
            _elf.AddRelocation(section, offset + relocation.Instruction * (long)BpfInstruction.Size,
                isCall ? ElfRelocationType.Call : ElfRelocationType.Immediate64, symbol);
        }

        InstructionCodec.Encode(instructions, destination, _object.IsBigEndian);
    }

    // A call counts from the slot behind it. The address of a function is one within its section: libbpf looks for no other.
    (int Symbol, int Addend) TargetOf(FunctionSpec function, Relocation relocation, bool isCall) => relocation.Kind switch
    {
        RelocationKind.Map or RelocationKind.MapValue => (Known(_maps, relocation.Symbol, function.Name), relocation.Addend),
        RelocationKind.FunctionAddress => Known(_addresses, relocation.Symbol, function.Name),
        RelocationKind.Call when _functions.TryGetValue(relocation.Symbol, out var symbol) => (symbol, -1),
        _ => (Extern(relocation), isCall ? -1 : relocation.Addend),
    };

    int Extern(Relocation relocation)
    {
        if (!_externs.TryGetValue(relocation.Symbol, out var symbol))
        {
            symbol = _elf.AddSymbol(relocation.Symbol, ElfSymbolType.None,
                relocation.IsWeak ? ElfSymbolBinding.Weak : ElfSymbolBinding.Global, 0, 0, 0);
            _externs.Add(relocation.Symbol, symbol);
        }

        return symbol;
    }

    T Known<T>(Dictionary<string, T> symbols, string name, string from) => symbols.TryGetValue(name, out var symbol)
        ? symbol
        : throw new ArgumentException($"{_object.Name}: '{from}' refers to '{name}', which the object does not define");
}
