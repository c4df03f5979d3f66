using System.Text;
using Sluice.Bpf.Assembly.Syntax;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;

namespace Sluice.Bpf.Assembly;

/// <summary>Makes text from instructions, programs and objects, as llvm-objdump and bpftool print it.</summary>
/// <remarks>With the default options <see cref="Assembler"/> reads the text back to the same bytes. What is no valid
/// instruction is shown as <c>.raw</c> with its bytes.</remarks>
public static partial class Disassembler
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

    /// <summary>Joins lines to a text that ends with a line break.</summary>
    public static string ToText(IEnumerable<DisassemblyLine> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
            text.Append(line).Append('\n');
        return text.ToString();
    }
}
