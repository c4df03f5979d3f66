using System.Text;
using Sluice.Bpf.Assembly.Objects;
using Sluice.Bpf.Assembly.Syntax;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Assembly;

/// <summary>Makes text from instructions, programs and objects, as llvm-objdump and bpftool print it.</summary>
/// <remarks>With the default options <see cref="Assembler"/> reads the text back to the same bytes. What is no valid
/// instruction is shown as <c>.raw</c> with its bytes.</remarks>
public static class Disassembler
{
    /// <summary>The text of one instruction; jumps by distance.</summary>
    /// <param name="instructions">The instruction: one slot, or two for a 64-bit immediate.</param>
    public static string Format(params ReadOnlySpan<BpfInstruction> instructions) =>
        Format(instructions, 0);

    /// <summary>The text of the instruction at <paramref name="slot"/> of a program; jumps by distance.</summary>
    public static string Format(ReadOnlySpan<BpfInstruction> program, int slot)
    {
        var slots = Math.Min(program[slot].IsWide ? 2 : 1, program.Length - slot);
        var printer = new CodePrinter(new([.. program.Slice(slot, slots)]), DisassemblyOptions.Default);
        return string.Concat(printer.Format(0).Select(token => token.Text));
    }

    /// <summary>The lines of plain instructions, with labels at jump targets and called functions.</summary>
    public static IReadOnlyList<DisassemblyLine> Disassemble(
        ReadOnlySpan<BpfInstruction> instructions, DisassemblyOptions? options = null)
    {
        options ??= DisassemblyOptions.Default;
        var code = new CodeView([.. instructions]);
        if (options.Labels)
        {
            code.NameCalledFunctions();
            code.NameJumpTargets(0, 0, code.Instructions.Length);
        }

        return [.. new CodePrinter(code, options).Lines(0, code.Instructions.Length)];
    }

    /// <summary>The lines of a linked program: functions and maps by name, source lines between.</summary>
    public static IReadOnlyList<DisassemblyLine> Disassemble(LinkedProgram program, DisassemblyOptions? options = null)
    {
        options ??= DisassemblyOptions.Default;
        var code = new CodeView(program.Instructions);
        code.AddLines(program.Lines);
        for (var i = 0; i < program.Functions.Length; i++)
        {
            var function = program.Functions[i];
            code.Labels.TryAdd(function.Start, function.Name);
            if (options.Labels)
                code.NameJumpTargets(i, function.Start, function.Length);
        }

        code.NameMaps(program.Maps);
        return [.. new CodePrinter(code, options).Lines(0, code.Instructions.Length)];
    }

    /// <summary>The lines of a whole object, which <see cref="Assembler.AssembleObject"/> reads back.</summary>
    public static IReadOnlyList<DisassemblyLine> Disassemble(BpfObject bpf, DisassemblyOptions? options = null)
    {
        options ??= DisassemblyOptions.Default;
        return new ObjectPrinter(options.Types ? bpf : WithoutTypes(bpf), options).PrintAll();
    }

    /// <summary>The lines of one function of an object: maps, variables and functions by name, source lines between.</summary>
    public static IReadOnlyList<DisassemblyLine> Disassemble(BpfObject bpf, FunctionSpec function, DisassemblyOptions? options = null)
    {
        options ??= DisassemblyOptions.Default;
        return [.. new ObjectPrinter(options.Types ? bpf : WithoutTypes(bpf), options).Print(function, 0)];
    }

    /// <summary>Joins lines to a text that ends with a line break.</summary>
    public static string ToText(IEnumerable<DisassemblyLine> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
            text.Append(line).Append('\n');
        return text.ToString();
    }

    static BpfObject WithoutTypes(BpfObject bpf) => bpf with
    {
        Types = null,
        Maps = [.. bpf.Maps.Select(map => map with { KeyType = null, ValueType = null, Inner = WithoutTypes(map.Inner) })],
        Variables = [.. bpf.Variables.Select(variable => variable with { Type = null })],
        Programs = [.. bpf.Programs.Select(program => program with { Function = program.Function with { TypeId = 0 } })],
        Functions = [.. bpf.Functions.Select(function => function with { TypeId = 0 })],
    };

    static MapSpec? WithoutTypes(MapSpec? map) =>
        map is null ? null : map with { KeyType = null, ValueType = null, Inner = WithoutTypes(map.Inner) };
}
