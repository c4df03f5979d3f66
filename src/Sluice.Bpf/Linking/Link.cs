using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Btf.Core;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Linking;

/// <summary>One link on its way.</summary>
sealed class Link(BpfObject @object, ProgramSpec program, LinkOptions options)
{
    // include/uapi/linux/bpf.h, BPF_PSEUDO_CALL and the following; RFC 9669 section 5.4 for immediates.
    const byte LocalCall = 1, KernelFunctionCall = 2, KernelType = 3, Function = 4, MapByIndex = 5, MapValueByIndex = 6;

    // What libbpf leaves where a weak kernel function is missing: a helper's number that no kernel has.
    const int MissingKernelFunction = 2_002_000_000;

    static readonly Action<Link, Place, Relocation>[] s_fill = ByKind();

    readonly Dictionary<string, FunctionSpec> _known = KnownFunctions(@object, program);

    readonly Dictionary<string, int> _starts = new(StringComparer.Ordinal);

    readonly Dictionary<string, int> _mapIndices = new(StringComparer.Ordinal);

    readonly List<FunctionSpec> _order = [];

    /// <summary>A slot being filled in.</summary>
    readonly record struct Place(FunctionSpec Function, int Slot);

    /// <summary>All instructions so far.</summary>
    public List<BpfInstruction> Instructions { get; } = [];

    /// <summary>The maps referred to so far.</summary>
    public List<MapSpec> Maps { get; } = [];

    /// <summary>The source lines so far.</summary>
    public List<SourceLine> Lines { get; } = [];

    /// <summary>What came of the CO-RE relocations so far.</summary>
    public List<CoreResult> CoreResults { get; } = [];

    /// <summary>The calls of kernel functions so far.</summary>
    public List<KernelCall> KernelCalls { get; } = [];

    /// <summary>Collects the functions, then fills in what they refer to.</summary>
    public void Run()
    {
        Append(program.Function);
        for (var i = 0; i < _order.Count; i++)
        {
            foreach (var relocation in _order[i].Relocations)
            {
                if (relocation.Kind is RelocationKind.Call or RelocationKind.FunctionAddress && !_starts.ContainsKey(relocation.Symbol))
                    Append(FunctionNamed(_order[i], relocation));
            }
        }

        foreach (var function in _order)
        {
            var start = _starts[function.Name];
            foreach (var relocation in function.Relocations)
                s_fill[(int)relocation.Kind](this, new(function, start + relocation.Instruction), relocation);
        }
    }

    /// <summary>The functions in order, cut where a call leads into the middle of one.</summary>
    /// <remarks>Hand-written programs often keep their sub-programs under the entry's symbol.</remarks>
    public ImmutableArray<LinkedFunction> SplitFunctions()
    {
        var targets = new SortedSet<int>();
        for (var slot = 0; slot < Instructions.Count; slot++)
        {
            var instruction = Instructions[slot];
            if (instruction is { Opcode: InstructionSet.CallOpcode, Source: LocalCall } or { IsWide: true, Source: Function })
                targets.Add(slot + 1 + instruction.Immediate);
            if (instruction.IsWide)
                slot++;
        }

        var functions = ImmutableArray.CreateBuilder<LinkedFunction>(_order.Count);
        foreach (var function in _order)
        {
            var start = _starts[function.Name];
            var end = start + function.Instructions.Length;
            var first = start;
            foreach (var target in targets.GetViewBetween(start + 1, Math.Max(start + 1, end - 1)))
            {
                if (target >= end)
                    continue;
                functions.Add(Part(function, start, first, target));
                first = target;
            }

            functions.Add(Part(function, start, first, end));
        }

        return functions.ToImmutable();
    }

    static LinkedFunction Part(FunctionSpec function, int start, int first, int end) => first == start
        ? new(function.Name, first, end - first, function.TypeId, function is { IsGlobal: true, IsHidden: false })
        : new($"{function.Name}+{first - start}", first, end - first, 0, IsGlobal: false);

    static Dictionary<string, FunctionSpec> KnownFunctions(BpfObject @object, ProgramSpec program)
    {
        var known = new Dictionary<string, FunctionSpec>(StringComparer.Ordinal) { [program.Name] = program.Function };
        foreach (var function in @object.Functions)
            known.TryAdd(function.Name, function);
        foreach (var other in @object.Programs)
            known.TryAdd(other.Name, other.Function);
        return known;
    }

    static Action<Link, Place, Relocation>[] ByKind()
    {
        var fill = new Action<Link, Place, Relocation>[Enum.GetValues<RelocationKind>().Length];
        fill[(int)RelocationKind.Map] = (link, place, relocation) =>
            link.SetWide(place.Slot, MapByIndex, link.MapIndex(place, relocation), 0);
        fill[(int)RelocationKind.MapValue] = (link, place, relocation) =>
            link.SetWide(place.Slot, MapValueByIndex, link.MapIndex(place, relocation), relocation.Addend);
        fill[(int)RelocationKind.Call] = (link, place, relocation) =>
            link.SetCall(place.Slot, LocalCall, link._starts[relocation.Symbol] - place.Slot - 1);
        fill[(int)RelocationKind.FunctionAddress] = (link, place, relocation) =>
            link.SetWide(place.Slot, Function, link._starts[relocation.Symbol] - place.Slot - 1, 0);
        fill[(int)RelocationKind.KernelSymbol] = (link, place, relocation) => link.SetKernelSymbol(place, relocation);
        fill[(int)RelocationKind.KernelConfiguration] = (link, place, relocation) => link.SetConfiguration(place, relocation);
        return fill;
    }

    void Append(FunctionSpec function)
    {
        var start = Instructions.Count;
        _starts.Add(function.Name, start);
        _order.Add(function);
        foreach (var instruction in function.Instructions)
            Instructions.Add(InstructionCodec.Normalize(instruction));
        foreach (var line in function.Lines)
            Lines.Add(line with { Instruction = line.Instruction + start });
        if (options.TargetTypes is not null && @object.Types is not null && !function.CoreRelocations.IsEmpty)
            ApplyCore(function, start, @object.Types, options.TargetTypes);
    }

    void ApplyCore(FunctionSpec function, int start, BtfTypes local, BtfTypes target)
    {
        var instructions = CollectionsMarshal.AsSpan(Instructions)[start..];
        foreach (var result in CoreRelocator.Apply(instructions, function.CoreRelocations, local, target, options.ModuleTypes))
        {
            var relocation = result.Relocation with { Instruction = result.Relocation.Instruction + start };
            CoreResults.Add(result with { Relocation = relocation });
        }
    }

    FunctionSpec FunctionNamed(FunctionSpec caller, Relocation relocation) =>
        _known.GetValueOrDefault(relocation.Symbol) ?? throw Fault(caller, relocation,
            $"calls function '{relocation.Symbol}', which the object does not define");

    void SetCall(int slot, byte kind, int immediate) =>
        Instructions[slot] = Instructions[slot].WithSource(kind).WithImmediate(immediate).WithOffset(0);

    void SetWide(int slot, byte kind, int immediate, int next)
    {
        Instructions[slot] = Instructions[slot].WithSource(kind).WithImmediate(immediate);
        Instructions[slot + 1] = Instructions[slot + 1].WithImmediate(next);
    }

    int MapIndex(Place place, Relocation relocation)
    {
        if (_mapIndices.TryGetValue(relocation.Symbol, out var index))
            return index;
        var map = @object.FindMap(relocation.Symbol) ?? throw Fault(place.Function, relocation,
            $"refers to map '{relocation.Symbol}', which the object does not define");
        Maps.Add(map);
        return _mapIndices[relocation.Symbol] = Maps.Count - 1;
    }

    void SetKernelSymbol(Place place, Relocation relocation)
    {
        var declared = @object.Types?.Find<BtfDataSection>(DataSections.KernelSymbols)?.Variables
            .FirstOrDefault(entry => entry.Variable.Name == relocation.Symbol).Variable;
        if (!Instructions[place.Slot].IsWide)
            SetKernelCall(place, relocation);
        else if (declared is BtfFunction)
            SetKernelType(place, relocation, options.KernelSymbols?.FindFunction(relocation.Symbol), "function");
        else if (declared is BtfVariable variable && variable.Type.Resolve() is not BtfVoid)
            SetKernelType(place, relocation, options.KernelSymbols?.FindVariable(relocation.Symbol), "variable");
        else
            SetKernelAddress(place, relocation);
    }

    void SetKernelCall(Place place, Relocation relocation)
    {
        if (options.KernelSymbols?.FindFunction(relocation.Symbol) is { } found)
        {
            SetCall(place.Slot, KernelFunctionCall, found.Id);
            KernelCalls.Add(new(place.Slot, relocation.Symbol, relocation.IsWeak));
            Instructions[place.Slot] = Instructions[place.Slot].WithOffset((short)found.Module);
        }
        else if (relocation.IsWeak)
        {
            SetCall(place.Slot, 0, MissingKernelFunction);
        }
        else
        {
            throw Missing(place.Function, relocation, "function");
        }
    }

    void SetKernelType(Place place, Relocation relocation, KernelTypeReference? found, string what)
    {
        if (found is { } type)
            SetWide(place.Slot, KernelType, type.Id, type.Module);
        else if (relocation.IsWeak)
            SetWide(place.Slot, 0, 0, 0);
        else
            throw Missing(place.Function, relocation, what);
    }

    void SetKernelAddress(Place place, Relocation relocation)
    {
        var address = options.KernelSymbols?.FindAddress(relocation.Symbol);
        if (address is null && !relocation.IsWeak)
            throw Missing(place.Function, relocation, "symbol");
        var value = (address ?? 0) + (address is null ? 0 : (ulong)relocation.Addend);
        SetWide(place.Slot, 0, (int)value, (int)(value >> 32));
    }

    void SetConfiguration(Place place, Relocation relocation)
    {
        var variable = @object.FindVariable(relocation.Symbol)
            ?? throw Fault(place.Function, relocation, $"refers to '{relocation.Symbol}', which the object does not declare");
        if (variable.IsUnresolved)
        {
            throw Fault(place.Function, relocation,
                $"refers to '{relocation.Symbol}' of the kernel's configuration, whose value is not known: set it, or declare it __weak");
        }

        var index = MapIndex(place, relocation with { Symbol = variable.Map });
        SetWide(place.Slot, MapValueByIndex, index, variable.Offset + relocation.Addend);
    }

    BpfLinkException Missing(FunctionSpec function, Relocation relocation, string what) => Fault(function, relocation,
        $"refers to {what} '{relocation.Symbol}' of the kernel, which does not offer it (declare it __weak if the program can do without)");

    BpfLinkException Fault(FunctionSpec function, Relocation relocation, string message) =>
        new(program.Name, function.Name, relocation.Instruction, relocation.Symbol, message);
}
