using Sluice.Bpf.Instructions;

namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>The operands of one instruction while a pattern is tried against its tokens.</summary>
/// <remarks>Remembers the failure that lies furthest to the right over all patterns tried: that is the one to report.</remarks>
sealed class InstructionReader(Token[] tokens, ISymbolScope scope)
{
    readonly List<string> _expected = [];
    int _furthest = -1;
    int? _destination;
    int? _source;

    public ISymbolScope Scope => scope;

    public Token[] Tokens => tokens;

    public int Position { get; set; }

    public Token Current => tokens[Math.Min(Position, tokens.Length - 1)];

    public short Offset { get; set; }

    public int Immediate { get; set; }

    public int NextImmediate { get; set; }

    /// <summary>A label or symbol that an operand names, to be resolved once all is laid out.</summary>
    public SymbolReference? Reference { get; set; }

    /// <summary>Has the operand being read said itself what is wrong?</summary>
    public bool IsExplained { get; private set; }

    /// <summary>The token where the furthest failure lies.</summary>
    public Token FailedToken => tokens[Math.Clamp(_furthest, 0, tokens.Length - 1)];

    /// <summary>What would have been accepted there.</summary>
    public IReadOnlyList<string> Expected => _expected;

    /// <summary>A name close to what was found, where one is known.</summary>
    public string? Suggestion { get; private set; }

    /// <summary>Tries <paramref name="pattern"/> on the tokens from <paramref name="start"/> to the end of the line.</summary>
    public bool TryMatch(SyntaxPattern pattern, int start)
    {
        (Position, Offset, Immediate, NextImmediate, Reference) = (start, 0, 0, 0, null);
        _destination = _source = null;
        foreach (var element in pattern.Elements)
        {
            if (element.Operand is { } operand)
            {
                IsExplained = false;
                if (!operand.Read(this))
                    return !IsExplained && Note(operand.Expected, null);
            }
            else if (!MatchFixed(element))
            {
                return false;
            }
        }

        return Current.Kind == TokenKind.End || Fail("the end of the line");
    }

    /// <summary>The instruction's first slot, with the opcode and selector of <paramref name="form"/>.</summary>
    public BpfInstruction Build(InstructionForm form)
    {
        var source = form.Selector == Selector.Source ? form.SelectorValue : _source ?? 0;
        var offset = form.Selector == Selector.Offset ? (short)form.SelectorValue : Offset;
        var immediate = form.Selector == Selector.Immediate ? form.SelectorValue : Immediate;
        return new(form.Opcode, (byte)(_destination ?? 0), (byte)source, offset, immediate);
    }

    /// <summary>Notes that <paramref name="expected"/> was wanted at the position, in place of what the operand says in general.</summary>
    public bool Fail(string expected, string? suggestion = null)
    {
        IsExplained = true;
        return Note(expected, suggestion);
    }

    bool Note(string expected, string? suggestion)
    {
        if (Position < _furthest)
            return false;
        if (Position > _furthest)
        {
            _furthest = Position;
            _expected.Clear();
            Suggestion = null;
        }

        if (!_expected.Contains(expected))
            _expected.Add(expected);
        Suggestion ??= suggestion;
        return false;
    }

    /// <summary>Steps over a token with this text.</summary>
    public bool Accept(string text)
    {
        if (!Current.Is(text))
            return false;
        Position++;
        return true;
    }

    /// <summary>Reads <c>r0</c> to <c>r10</c> or <c>w0</c> to <c>w10</c>.</summary>
    public bool TryRegister(char letter, out int number)
    {
        number = -1;
        var text = Current.Text;
        if (Current.Kind != TokenKind.Word || text.Length is < 2 or > 3 || text[0] != letter
            || (text[1] == '0' && text.Length > 2)
            || !int.TryParse(text.AsSpan(1), out number) || number > 10)
        {
            return false;
        }

        Position++;
        return true;
    }

    /// <summary>Reads a register into the destination; where a form names it twice, both must be the same.</summary>
    public bool ReadDestination(char letter) => ReadRegister(letter, ref _destination);

    /// <summary>Reads a register into the source, like <see cref="ReadDestination"/>.</summary>
    public bool ReadSource(char letter) => ReadRegister(letter, ref _source);

    bool ReadRegister(char letter, ref int? field)
    {
        var start = Position;
        if (!TryRegister(letter, out var number))
            return false;
        field ??= number;
        if (field == number)
            return true;
        Position = start;
        return Fail($"{letter}{field}, since the instruction has but one register for both");
    }

    /// <summary>Reads an optional sign and a number whose value lies in the given range.</summary>
    public bool TryNumber(Int128 minimum, Int128 maximum, out Int128 value, bool signRequired = false)
    {
        var start = Position;
        var isNegative = Accept("-");
        var isSigned = isNegative || Accept("+");
        value = isNegative ? -(Int128)Current.Value : Current.Value;
        if (Current.Kind == TokenKind.Number && (isSigned || !signRequired))
        {
            if (value >= minimum && value <= maximum)
            {
                Position++;
                return true;
            }

            Fail($"a number from {minimum} to {maximum}");
        }

        Position = start;
        return false;
    }

    bool MatchFixed(SyntaxElement element)
    {
        foreach (var text in element.Tokens)
        {
            if (Current.Text != text || Current.Kind is TokenKind.String or TokenKind.Unknown or TokenKind.End)
                return Fail($"'{text}'");
            Position++;
        }

        return true;
    }
}
