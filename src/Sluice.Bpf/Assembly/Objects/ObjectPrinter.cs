using System.Collections.Immutable;
using System.Globalization;
using Sluice.Bpf.Assembly.Syntax;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Assembly.Objects;

/// <summary>Prints an object as the text that <see cref="ObjectBuilder"/> reads.</summary>
sealed class ObjectPrinter(BpfObject bpf, DisassemblyOptions options)
{
    const int BytesPerLine = 32, ShortestZeroRun = 16, TypesPerLine = 96;

    readonly ObjectScope _scope = ObjectScope.Of(bpf);
    readonly Dictionary<string, int> _sectionEnds = [];
    readonly List<DisassemblyLine> _lines = [];

    public IReadOnlyList<DisassemblyLine> PrintAll()
    {
        Directive($".object {Attributes.Quoted(bpf.Name)}");
        if (bpf.License.Length > 0)
            Directive($".license {Attributes.Quoted(bpf.License)}");
        if (bpf.IsBigEndian)
            Directive(".big_endian");
        foreach (var (name, kind, isWeak) in _scope.Externs)
            Directive($".extern {Attributes.Name(kind)} {Names.Quote(name)}{(isWeak ? " weak" : "")}");
        foreach (var map in bpf.Maps)
            PrintMap(map, ".map", "");
        foreach (var variable in bpf.Variables)
            Directive($".variable {Names.Quote(variable.Name)}{Attribute<VariableSpec>.WriteAll(variable, Attributes.Variable)}");
        var number = 0;
        foreach (var program in bpf.Programs)
            PrintFunction(".program", FunctionDeclaration.Of(program, EndOf(program.Function.Section)), program.Function, number++);
        foreach (var function in bpf.Functions)
        {
            PrintFunction(".function", FunctionDeclaration.Of(function, isProgram: false, EndOf(function.Section)), function, number++);
        }

        if (bpf.Types is { } types)
            PrintTypes(types);
        return _lines;
    }

    /// <summary>The lines of one function.</summary>
    public IEnumerable<DisassemblyLine> Print(FunctionSpec function, int number)
    {
        var code = new CodeView(function.Instructions);
        if (options.SourceLines)
            code.AddLines(function.Lines);
        foreach (var core in function.CoreRelocations)
        {
            if (options.SourceLines && core.Type.Name.Length > 0)
                code.AddComment(core.Instruction, $"CO-RE: {Attributes.Name(core.Kind)} of {core.Type.Name}, {core.Access}");
            if (bpf.Types is not null)
                code.AddDirective(core.Instruction, $".core {Attributes.Name(core.Kind)} {core.Type.Id} {Attributes.Quoted(core.Access)}");
        }

        foreach (var relocation in function.Relocations)
            Refer(code, function, relocation);
        if (options.Labels)
        {
            code.NameCalledFunctions();
            code.NameJumpTargets(number, 0, function.Instructions.Length);
        }

        return new CodePrinter(code, options).Lines(0, function.Instructions.Length);
    }

    void PrintFunction(string directive, FunctionDeclaration declaration, FunctionSpec function, int number)
    {
        _sectionEnds[function.Section] = function.SectionOffset + function.Instructions.Length;
        Blank();
        Directive($"{directive} {Names.Quote(function.Name)}{Attribute<FunctionDeclaration>.WriteAll(declaration, Attributes.Function)}");
        _lines.AddRange(Print(function, number));
    }

    int EndOf(string section) => _sectionEnds.GetValueOrDefault(section);

    void PrintMap(MapSpec map, string directive, string indent)
    {
        if (indent.Length == 0)
            Blank();
        var attributes = Attribute<MapSpec>.WriteAll(map, Attributes.Map);
        Directive($"{indent}{directive} {Names.Quote(map.Name)} {Attributes.Name(map.Type)}{attributes}");
        if (map.Inner is { } inner)
            PrintMap(inner, ".inner", indent + "    ");
        foreach (var (index, symbol) in map.InitialSlots)
            Directive($"{indent}    .slot {index} = {Names.Quote(symbol)}");
        PrintBytes(map.InitialData.AsSpan(), indent + "    ");
    }

    void PrintBytes(ReadOnlySpan<byte> data, string indent)
    {
        while (!data.IsEmpty)
        {
            var zeros = data.IndexOfAnyExcept((byte)0) is var first && first < 0 ? data.Length : first;
            if (zeros >= ShortestZeroRun || zeros == data.Length)
            {
                Directive($"{indent}.zero {zeros}");
                data = data[zeros..];
                continue;
            }

            var line = data[..Math.Min(BytesPerLine, data.Length)];
            Directive($"{indent}.bytes {Attributes.Quoted(Convert.ToHexStringLower(line))}");
            data = data[line.Length..];
        }
    }

    void PrintTypes(BtfTypes types)
    {
        Blank();
        var text = Convert.ToBase64String(BtfWriter.Write(types));
        for (var start = 0; start < text.Length; start += TypesPerLine)
            Directive($".btf {Attributes.Quoted(text.Substring(start, Math.Min(TypesPerLine, text.Length - start)))}");
    }

    // By name where the text alone makes the same bytes; otherwise as a directive, with the bytes as they are.
    void Refer(CodeView code, FunctionSpec function, in Relocation relocation)
    {
        code.Relocated.Add(relocation.Instruction);
        var slot = relocation.Instruction;
        var instruction = code.Instructions[slot];
        var form = InstructionSet.Find(instruction);
        if (form is not null && Spell(code, relocation, form.Operation) is { } use)
        {
            var isCall = form.Operation == Operation.CallLocal;
            var expected = FunctionPlace.Of(function).ImmediateFor(relocation, use.Addend, isCall, _scope.PlaceOf(relocation.Symbol));
            if (instruction.Immediate == expected && form.HasCleanFields(instruction)
                && (isCall || (code.IsWholeWide(slot) && code.Instructions[slot + 1].Immediate == 0)))
            {
                code.Symbols[slot] = use;
                return;
            }
        }

        var addend = relocation.Addend == 0 ? "" : $" {(relocation.Addend < 0 ? '-' : '+')} {Math.Abs((long)relocation.Addend).ToString(CultureInfo.InvariantCulture)}";
        code.AddDirective(slot, $".reloc {Attributes.Name(relocation.Kind)} {Names.Quote(relocation.Symbol)}{addend}");
    }

    SymbolUse? Spell(CodeView code, in Relocation relocation, Operation operation)
    {
        var immediate = code.Instructions[relocation.Instruction].Immediate;
        var variable = relocation.Kind == RelocationKind.MapValue
            ? _scope.VariableAt(relocation.Symbol, relocation.Addend - immediate)
            : null;
        if (variable is not null && immediate != 0 && (uint)immediate >= (uint)variable.Size)
            variable = null;
        if (SyntaxTable.Printed(operation, relocation.Kind, variable is not null) is not { } pattern
            || !_scope.Has(ObjectScope.KindOf(relocation.Kind), relocation.Symbol))
        {
            return null;
        }

        if (variable is not null)
            return new(pattern, variable.Name, immediate);
        return relocation.Kind is RelocationKind.MapValue or RelocationKind.KernelConfiguration || relocation.Addend == 0
            ? new(pattern, relocation.Symbol, relocation.Addend)
            : null;
    }

    void Directive(string text) => _lines.Add(new(-1, [new(AssemblyTokenKind.Directive, text)]));

    void Blank() => _lines.Add(new(-1, ImmutableArray<AssemblyToken>.Empty));
}
