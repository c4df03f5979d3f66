using System.Collections.Immutable;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>Instructions with all that is known about them, ready to be printed.</summary>
sealed class CodeView(ImmutableArray<BpfInstruction> instructions)
{
    bool[]? _starts;

    public ImmutableArray<BpfInstruction> Instructions { get; } = instructions;

    /// <summary>Names of slots: jump targets and functions.</summary>
    public Dictionary<int, string> Labels { get; } = [];

    /// <summary>Symbols that instructions name in place of a number.</summary>
    public Dictionary<int, SymbolUse> Symbols { get; } = [];

    /// <summary>Directives that stand before an instruction.</summary>
    public Dictionary<int, List<string>> Directives { get; } = [];

    /// <summary>Comments that stand before an instruction.</summary>
    public Dictionary<int, List<string>> Comments { get; } = [];

    /// <summary>Slots whose target another place fills in, so that what stands there is no distance.</summary>
    public HashSet<int> Relocated { get; } = [];

    public void AddComment(int slot, string text) => Add(Comments, slot, text);

    public void AddDirective(int slot, string text) => Add(Directives, slot, text);

    static void Add(Dictionary<int, List<string>> texts, int slot, string text)
    {
        if (!texts.TryGetValue(slot, out var list))
            texts[slot] = list = [];
        list.Add(text);
    }

    public void AddLines(ImmutableArray<SourceLine> lines)
    {
        foreach (var line in lines)
        {
            var column = line.Column > 0 ? $":{line.Column}" : "";
            AddComment(line.Instruction, $"{line.File}:{line.Line}{column} {line.Text}".TrimEnd());
        }
    }

    /// <summary>Names the jump targets from <paramref name="start"/> on as llvm names basic blocks: LBB0_1, LBB0_2…</summary>
    public void NameJumpTargets(int function, int start, int length)
    {
        var targets = new SortedSet<int>();
        for (var slot = start; slot < start + length;)
        {
            var instruction = Instructions[slot];
            var form = InstructionSet.Find(instruction);
            if (form is { IsJump: true } && form.HasCleanFields(instruction))
                targets.Add(slot + 1 + (form.IsLongJump ? instruction.Immediate : instruction.Offset));
            slot += IsWholeWide(slot) ? 2 : 1;
        }

        var number = 0;
        foreach (var target in targets)
        {
            if (IsInstruction(target, start, length))
                Labels.TryAdd(target, $"LBB{function}_{++number}");
        }
    }

    /// <summary>Names the functions that local calls and callbacks name: func_1, func_2…</summary>
    public void NameCalledFunctions()
    {
        var targets = new SortedSet<int>();
        for (var slot = 0; slot < Instructions.Length; slot++)
        {
            if (!Relocated.Contains(slot)
                && InstructionSet.Find(Instructions[slot]) is { Operation: Operation.CallLocal or Operation.LoadFunction })
                targets.Add(slot + 1 + Instructions[slot].Immediate);
        }

        var number = 0;
        foreach (var target in targets)
        {
            if (IsInstruction(target, 0, Instructions.Length))
                Labels.TryAdd(target, $"func_{++number}");
        }
    }

    /// <summary>Shows map references by index with the map's name.</summary>
    public void NameMaps(ImmutableArray<MapSpec> maps)
    {
        for (var slot = 0; slot < Instructions.Length; slot++)
        {
            var kind = InstructionSet.Find(Instructions[slot])?.Operation switch
            {
                Operation.LoadMapByIndex => RelocationKind.Map,
                Operation.LoadMapValueByIndex => RelocationKind.MapValue,
                _ => (RelocationKind?)null,
            };
            var index = Instructions[slot].Immediate;
            if (kind is null || !IsWholeWide(slot) || (uint)index >= (uint)maps.Length)
                continue;
            var pattern = SyntaxTable.Printed(Operation.LoadImmediate64, kind.Value, isVariable: false)!;
            Symbols[slot] = new(pattern, maps[index].Name, Instructions[slot + 1].Immediate);
        }
    }

    // A label can stand only where an instruction is printed: within the function, not inside a wide immediate.
    bool IsInstruction(int target, int start, int length)
    {
        if (target < start || target >= start + length)
            return false;
        _starts ??= FindStarts();
        return _starts[target];
    }

    bool[] FindStarts()
    {
        var starts = new bool[Instructions.Length];
        for (var slot = 0; slot < starts.Length; slot += IsWholeWide(slot) ? 2 : 1)
            starts[slot] = true;
        return starts;
    }

    /// <summary>Does a well-formed 64-bit immediate begin here?</summary>
    public bool IsWholeWide(int slot) =>
        Instructions[slot].IsWide && slot + 1 < Instructions.Length && InstructionSet.Find(Instructions[slot]) is { } form
        && form.HasCleanFields(Instructions[slot])
        && Instructions[slot + 1] is { Opcode: 0, Registers: 0, Offset: 0 } second
        && ((form.Uses & Fields.NextImmediate) != 0 || second.Immediate == 0);
}
