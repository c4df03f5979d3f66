using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>Assembles the statements of one function, or of a fragment.</summary>
/// <remarks>
/// Labels are gathered as lines are added, so that all are known when assembling reads the instructions; their
/// distances are filled in at the end.
/// </remarks>
sealed class CodeAssembler(ErrorList errors, ISymbolScope outer) : ISymbolScope
{
    /// <summary>The directives that stand among instructions.</summary>
    public static readonly FrozenSet<string> Directives = FrozenSet.Create(".raw", ".reloc", ".core");

    // Of more words than these, nobody learns what is wrong.
    const int LongestList = 8;

    readonly List<Statement> _statements = [];
    readonly Dictionary<string, int> _labels = [];
    readonly Dictionary<int, List<string>> _labelsByStatement = [];
    readonly List<BpfInstruction> _instructions = [];
    readonly List<int> _lines = [];
    readonly List<(int Slot, SymbolReference Reference)> _pending = [];
    readonly List<PendingRelocation> _relocations = [];
    readonly List<PendingCoreRelocation> _coreRelocations = [];
    readonly List<PendingCoreRelocation> _announcedCore = [];
    PendingRelocation? _announced;
    int? _announcedAt;

    public IReadOnlyList<PendingRelocation> Relocations => _relocations;

    public IReadOnlyList<PendingCoreRelocation> CoreRelocations => _coreRelocations;

    /// <summary>The line that each slot comes from.</summary>
    public IReadOnlyList<int> Lines => _lines;

    bool ISymbolScope.HasSymbols => outer.HasSymbols;

    bool ISymbolScope.IsLabel(string name) => _labels.ContainsKey(name);

    bool ISymbolScope.Has(SymbolKind kind, string name) => outer.Has(kind, name);

    IEnumerable<string> ISymbolScope.Names(SymbolKind kind) => kind == SymbolKind.Label ? _labels.Keys : outer.Names(kind);

    /// <summary>Defines a label at the next instruction.</summary>
    public void AddLabel(int line, Token token)
    {
        if (!_labels.TryAdd(token.Text, 0))
        {
            errors.Add(line, token.Column, $"a second label '{token.Text}'", "each label once in a function");
            return;
        }

        if (!_labelsByStatement.TryGetValue(_statements.Count, out var names))
            _labelsByStatement[_statements.Count] = names = [];
        names.Add(token.Text);
    }

    public void Add(Statement statement) => _statements.Add(statement);

    /// <summary>Makes the instructions; errors go to the list.</summary>
    public ImmutableArray<BpfInstruction> Assemble()
    {
        for (var i = 0; i <= _statements.Count; i++)
        {
            foreach (var label in _labelsByStatement.GetValueOrDefault(i, []))
                _labels[label] = _instructions.Count;
            if (i < _statements.Count)
                Assemble(_statements[i]);
        }

        if (_announcedAt is { } line)
            errors.Add(line, 1, "a relocation at the end", "an instruction after it");
        foreach (var (slot, reference) in _pending)
            Resolve(slot, reference);
        return [.. _instructions];
    }

    void Assemble(in Statement statement)
    {
        switch (statement.First.Text)
        {
            case ".raw":
                AssembleRaw(statement);
                break;
            case ".reloc":
                AnnounceRelocation(statement);
                break;
            case ".core":
                AnnounceCoreRelocation(statement);
                break;
            default:
                AssembleInstruction(statement);
                break;
        }
    }

    void AssembleInstruction(in Statement statement)
    {
        var reader = new InstructionReader(statement.Tokens, this);
        foreach (var row in SyntaxTable.StartingWith(statement.First))
        {
            if ((row.Relocation is null || outer.HasSymbols) && reader.TryMatch(row.Pattern, statement.Start))
            {
                Emit(statement.Line, row, reader);
                return;
            }
        }

        var failed = reader.FailedToken;
        var atStart = failed.Column == statement.First.Column;
        var suggestion = reader.Suggestion ?? (atStart ? Spelling.Closest(failed.Text, SyntaxTable.Mnemonics) : null);
        suggestion ??= Spelling.Closest(failed.Text, reader.Expected.Where(IsQuoted).Select(text => text.Trim('\'')));
        errors.Add(statement.Line, failed, Describe(reader.Expected, failed, atStart), suggestion);
    }

    static string Describe(IReadOnlyList<string> expected, Token failed, bool atStart)
    {
        var isRegister = failed.Text is ['r' or 'w', >= '0' and <= '9', ..];
        if (expected.Count == 0 || (atStart && !isRegister))
            return "an instruction";
        if (expected.Count > LongestList)
            expected = [.. expected.Where(text => !IsQuoted(text)), "an operation"];
        return expected.Count == 1
            ? expected[0]
            : string.Join(", ", expected.Take(expected.Count - 1)) + " or " + expected[^1];
    }

    static bool IsQuoted(string expected) => expected[0] == '\'';

    void Emit(int line, SyntaxRow row, InstructionReader reader)
    {
        var slot = _instructions.Count;
        Append(line, reader.Build(row.Form));
        if (row.Form.Slots == 2)
            Append(line, new(0, 0, 0, reader.NextImmediate));
        if (reader.Reference is not { } reference)
            return;
        if (row.Relocation is { } kind)
            _relocations.Add(new(line, slot, kind, reference.SymbolKind, reference.Name, reference.Addend, IsExplicit: false));
        else
            _pending.Add((slot, reference));
    }

    void Append(int line, BpfInstruction instruction)
    {
        if (_announced is { } announced)
            _relocations.Add(announced with { Slot = _instructions.Count });
        foreach (var core in _announcedCore)
            _coreRelocations.Add(core with { Slot = _instructions.Count });
        _announcedCore.Clear();
        (_announced, _announcedAt) = (null, null);
        _instructions.Add(instruction);
        _lines.Add(line);
    }

    // ".raw" and eight bytes in hexadecimal: what no instruction's text stands for.
    void AssembleRaw(in Statement statement)
    {
        var bytes = new byte[BpfInstruction.Size];
        for (var i = 0; i < bytes.Length; i++)
        {
            var token = statement.Tokens[Math.Min(statement.Start + 1 + i, statement.Tokens.Length - 1)];
            if (token.Text.Length != 2
                || !byte.TryParse(token.Text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[i]))
            {
                errors.Add(statement.Line, token, "8 bytes of two hexadecimal digits each");
                return;
            }
        }

        var end = statement.Tokens[statement.Start + 1 + bytes.Length];
        if (end.Kind != TokenKind.End)
            errors.Add(statement.Line, end, "the end of the line");
        Append(statement.Line, InstructionCodec.Decode(bytes)[0]);
    }

    // ".reloc KIND NAME [+ ADDEND]": a relocation upon the next instruction, whose fields stay as written.
    void AnnounceRelocation(in Statement statement)
    {
        var reader = new DirectiveReader(statement, errors);
        if (!reader.TryEnum<RelocationKind>(out var kind) || !reader.TryName(out var name) || !reader.TryAddend(out var addend)
            || !reader.AtEnd())
        {
            return;
        }

        (_announced, _announcedAt) = (new(statement.Line, 0, kind, default, name, addend, IsExplicit: true), statement.Line);
    }

    // ".core KIND TYPE "ACCESS"": what a CO-RE relocation asks, upon the next instruction.
    void AnnounceCoreRelocation(in Statement statement)
    {
        var reader = new DirectiveReader(statement, errors);
        if (!reader.TryEnum<CoreRelocationKind>(out var kind) || !reader.TryNumber(0, int.MaxValue, out var type)
            || !reader.TryString(out var access) || !reader.AtEnd())
        {
            return;
        }

        _announcedCore.Add(new(statement.Line, 0, kind, (int)type, access));
        _announcedAt = statement.Line;
    }

    void Resolve(int slot, SymbolReference reference)
    {
        var distance = _labels[reference.Name.Text] - slot - 1;
        if (reference.Kind == ReferenceKind.Immediate)
            _instructions[slot] = _instructions[slot].WithImmediate(distance);
        else if (distance is >= short.MinValue and <= short.MaxValue)
            _instructions[slot] = _instructions[slot].WithOffset((short)distance);
        else
            errors.Add(_lines[slot], reference.Name.Column, $"a jump over {distance} slots", "at most 32767 (gotol reaches farther)");
    }
}
