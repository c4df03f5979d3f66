using System.Collections.Frozen;
using System.Collections.Immutable;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>All spellings of all instructions: those of <see cref="InstructionSet"/>, and those that name symbols.</summary>
static class SyntaxTable
{
    // As clang leaves a reference to a symbol: a plain 64-bit immediate or a local call, with a relocation upon it. The
    // first spelling of each kind is printed; "ll" is how llvm writes them all.
    static readonly (Operation Operation, RelocationKind Kind, string Syntax)[] s_symbolic =
    [
        (Operation.LoadImmediate64, RelocationKind.Map, "%rd = map[%Sm]"),
        (Operation.LoadImmediate64, RelocationKind.Map, "%rd = %Sm ll"),
        (Operation.LoadImmediate64, RelocationKind.MapValue, "%rd = map[%Sm][0]%A"),
        (Operation.LoadImmediate64, RelocationKind.MapValue, "%rd = &%Sv%A"),
        (Operation.LoadImmediate64, RelocationKind.MapValue, "%rd = %Sv%A ll"),
        (Operation.LoadImmediate64, RelocationKind.FunctionAddress, "%rd = subprog[%Sf]"),
        (Operation.LoadImmediate64, RelocationKind.FunctionAddress, "%rd = %Sf ll"),
        (Operation.LoadImmediate64, RelocationKind.KernelSymbol, "%rd = ksym[%Sk]"),
        (Operation.LoadImmediate64, RelocationKind.KernelSymbol, "%rd = %Sk ll"),
        (Operation.LoadImmediate64, RelocationKind.KernelConfiguration, "%rd = kconfig[%Sc]%A"),
        (Operation.LoadImmediate64, RelocationKind.KernelConfiguration, "%rd = %Sc%A ll"),
        (Operation.CallLocal, RelocationKind.Call, "call %Sf"),
        (Operation.CallLocal, RelocationKind.KernelSymbol, "call %Sk"),
    ];

    static readonly ImmutableArray<SyntaxRow> s_rows = [.. Plain(), .. Symbolic()];

    // Rows are compared by identity: they are what InstructionSet.Find returns.
    static readonly Dictionary<InstructionForm, SyntaxPattern> s_printed = new(
        InstructionSet.Forms.Select(form => KeyValuePair.Create(form, SyntaxPattern.Parse(form.Syntax))),
        ReferenceEqualityComparer.Instance);

    // Patterns that begin with a fixed word, by that word; under "" those that begin with an operand.
    static readonly FrozenDictionary<string, SyntaxRow[]> s_byFirst = s_rows
        .GroupBy(row => FirstText(row.Pattern))
        .ToFrozenDictionary(group => group.Key, group => group.ToArray());

    /// <summary>The words and operators that an instruction can begin with, for suggestions.</summary>
    public static IEnumerable<string> Mnemonics => s_byFirst.Keys.Where(key => key.Length > 1);

    /// <summary>The spelling to print.</summary>
    public static SyntaxPattern Printed(InstructionForm form) => s_printed[form];

    /// <summary>The spelling to print for a symbol of this kind in an instruction that does <paramref name="operation"/>.</summary>
    public static SyntaxPattern? Printed(Operation operation, RelocationKind kind, bool isVariable) => s_rows
        .FirstOrDefault(row => row.Relocation == kind && row.Form.Operation == operation
            && row.Pattern.Elements.Any(element => element.Operand?.Code == "Sv") == isVariable)?.Pattern;

    /// <summary>The spellings that can begin with <paramref name="token"/>.</summary>
    public static IEnumerable<SyntaxRow> StartingWith(Token token)
    {
        var byText = s_byFirst.GetValueOrDefault(token.Text, []);
        return token.Text.Length == 0 ? byText : byText.Concat(s_byFirst[""]);
    }

    static string FirstText(SyntaxPattern pattern) =>
        pattern.Elements[0] is { Operand: null } first ? first.Tokens[0] : "";

    static IEnumerable<SyntaxRow> Plain() =>
        from form in InstructionSet.Forms
        from syntax in form.Aliases.Insert(0, form.Syntax)
        select new SyntaxRow(form, SyntaxPattern.Parse(syntax), null);

    static IEnumerable<SyntaxRow> Symbolic() =>
        from row in s_symbolic
        select new SyntaxRow(InstructionSet.Forms.First(form => form.Operation == row.Operation), SyntaxPattern.Parse(row.Syntax), row.Kind);
}
