using System.Collections.Immutable;
using System.Globalization;
using Sluice.Bpf.Instructions;

namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>Prints a <see cref="CodeView"/> line by line.</summary>
sealed class CodePrinter(CodeView code, DisassemblyOptions options)
{
    const string Indent = "    ";

    public IEnumerable<DisassemblyLine> Lines(int start, int length)
    {
        for (var slot = start; slot < start + length;)
        {
            if (code.Labels.TryGetValue(slot, out var label))
                yield return new(-1, [new(AssemblyTokenKind.Label, Names.Quote(label)), new(AssemblyTokenKind.Text, ":")]);
            if (options.SourceLines && code.Comments.TryGetValue(slot, out var comments))
            {
                foreach (var comment in comments)
                    yield return new(-1, [new(AssemblyTokenKind.Comment, $"{Indent}; {comment}")]);
            }

            foreach (var directive in code.Directives.GetValueOrDefault(slot, []))
                yield return new(-1, [new(AssemblyTokenKind.Directive, Indent + directive)]);

            var slots = code.IsWholeWide(slot) ? 2 : 1;
            yield return new(slot, [.. Margin(slot, slots), .. Format(slot)]);
            slot += slots;
        }
    }

    /// <summary>One instruction, without margin.</summary>
    public ImmutableArray<AssemblyToken> Format(int slot)
    {
        var tokens = new List<AssemblyToken>();
        var instruction = code.Instructions[slot];
        var form = InstructionSet.Find(instruction);
        if (form is null || !IsPrintable(form, instruction, slot))
        {
            tokens.Add(new(AssemblyTokenKind.Directive, ".raw "));
            tokens.Add(new(AssemblyTokenKind.Number, Hex(instruction)));
            return [.. tokens];
        }

        var writer = new InstructionWriter(code, options, tokens);
        if (code.Symbols.TryGetValue(slot, out var symbol))
            writer.Write(slot, symbol.Pattern, symbol.Name, symbol.Addend);
        else
            writer.Write(slot, SyntaxTable.Printed(form));
        return [.. tokens];
    }

    bool IsPrintable(InstructionForm form, in BpfInstruction instruction, int slot) =>
        form.HasCleanFields(instruction)
        && (form.Slots == 1 || code.IsWholeWide(slot))
        && instruction.Destination <= BpfInstruction.LastRegister
        && ((form.Uses & Fields.Source) == 0 || instruction.Source <= BpfInstruction.LastRegister)
        && !(form.Operation == Operation.CallRegister && form.Selector == Selector.None
            && instruction.Immediate is < 1 or > BpfInstruction.LastRegister);

    IEnumerable<AssemblyToken> Margin(int slot, int slots)
    {
        if (options.SlotNumbers)
            yield return new(AssemblyTokenKind.Margin, slot.ToString(CultureInfo.InvariantCulture).PadLeft(8) + ": ");
        else
            yield return new(AssemblyTokenKind.Text, Indent);
        if (options.Bytes)
        {
            var second = slots == 2 ? " " + Hex(code.Instructions[slot + 1]) : "";
            yield return new(AssemblyTokenKind.Margin, Hex(code.Instructions[slot]) + second + "  ");
        }
    }

    static string Hex(in BpfInstruction instruction)
    {
        var bytes = new byte[BpfInstruction.Size];
        InstructionCodec.Encode([instruction], bytes);
        return string.Join(' ', bytes.Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
    }
}
