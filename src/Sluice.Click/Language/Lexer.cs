using System.Collections.Frozen;
using System.Globalization;
using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language;

/// <summary>Cuts a configuration into words, one at a time: what stands in parentheses is a text of its own where a class is
/// before it, and more words where none is, which only the parser knows.</summary>
/// <remarks>Words: click(5), "Lexical issues".</remarks>
sealed class Lexer(SourceText source, DiagnosticBag diagnostics)
{
    static readonly FrozenDictionary<string, TokenKind> s_keywords = new Dictionary<string, TokenKind>
    {
        ["elementclass"] = TokenKind.ElementClass,
        ["require"] = TokenKind.Require,
        ["provide"] = TokenKind.Provide,
        ["define"] = TokenKind.Define,
    }.ToFrozenDictionary();

    // Longer ones first.
    static readonly (string Text, TokenKind Kind)[] s_marks =
    [
        ("...", TokenKind.Ellipsis), ("->", TokenKind.Arrow), ("=>", TokenKind.ManyArrow), ("::", TokenKind.DoubleColon),
        ("||", TokenKind.DoubleBar), (";", TokenKind.Semicolon), (",", TokenKind.Comma), ("(", TokenKind.OpenParenthesis),
        (")", TokenKind.CloseParenthesis), ("[", TokenKind.OpenBracket), ("]", TokenKind.CloseBracket), ("{", TokenKind.OpenBrace),
        ("}", TokenKind.CloseBrace), ("|", TokenKind.Bar), ("-", TokenKind.Minus),
    ];

    // Lines before this one have said already where they come from: the parser may read a stretch twice.
    int _directivesUntil;

    /// <summary>Where the next word is looked for.</summary>
    public int Position { get; set; }

    string Text => source.Text;

    /// <summary>The next word.</summary>
    public Token Next()
    {
        SkipBlanks();
        var start = Position;
        if (start >= Text.Length)
            return new(TokenKind.End, new(source, Text.Length, Text.Length));
        var letter = Text[start];
        if (IsNameLetter(letter))
            return Name();
        if (letter == '$' && start + 1 < Text.Length && (IsNameLetter(Text[start + 1]) || Text[start + 1] == '{'))
            return Variable();
        foreach (var (mark, kind) in s_marks)
        {
            if (!Text.AsSpan(start).StartsWith(mark, StringComparison.Ordinal))
                continue;
            Position += mark.Length;
            return new(kind, Span(start));
        }

        if (letter == ':')
        {
            Position++;
            diagnostics.Add(ClickRules.UnexpectedCharacter, Span(start), "found `:`, expected `::`");
            return new(TokenKind.DoubleColon, Span(start));
        }

        Position += char.IsHighSurrogate(letter) && start + 1 < Text.Length ? 2 : 1;
        var bad = new Token(TokenKind.Bad, Span(start));
        diagnostics.Add(ClickRules.UnexpectedCharacter, bad.Span, $"found {Describe(letter)}, which has no meaning here",
            help: letter is '"' or '\'' ? "quotes belong into the parentheses behind an element class" : null);
        return bad;
    }

    /// <summary>The text from the parenthesis <paramref name="open"/> to the one that closes it.</summary>
    /// <returns>Its place, without the parentheses.</returns>
    public SourceSpan Configuration(Token open)
    {
        var start = open.Span.End;
        var end = ConfigurationText.FindClose(Text, start, out var unterminated);
        Position = Math.Min(end + 1, Text.Length);
        if (end >= Text.Length)
        {
            // The first line is enough to mark.
            diagnostics.Add(ClickRules.UnclosedParenthesis, open.Span, "this parenthesis is never closed",
                help: unterminated is { } quote ? $"the quote in line {source.Locate(quote).Line} is not closed either" : null);
            end = Text.Length;
        }

        return new(source, start, end);
    }

    Token Name()
    {
        var start = Position;
        while (Position < Text.Length && (IsNameLetter(Text[Position]) || IsInnerSlash(Position)))
            Position++;
        var word = Text[start..Position];
        return new(s_keywords.GetValueOrDefault(word, TokenKind.Identifier), Span(start));
    }

    // A slash belongs to a name only between its parts; two of them, or one and a star, begin a comment.
    bool IsInnerSlash(int at) => Text[at] == '/' && at + 1 < Text.Length && IsNameLetter(Text[at + 1]);

    Token Variable()
    {
        var start = Position++;
        var braced = Text[Position] == '{';
        if (braced)
            Position++;
        while (Position < Text.Length && IsVariableLetter(Text[Position]))
            Position++;
        if (braced && Position < Text.Length && Text[Position] == '}')
            Position++;
        return new(TokenKind.Variable, Span(start));
    }

    void SkipBlanks()
    {
        while (Position < Text.Length)
        {
            if (char.IsWhiteSpace(Text[Position]))
                Position++;
            else if (Text[Position] == '#' && IsLineStart(Position))
                Directive();
            else if (ConfigurationText.SkipComment(Text, Position, out var isOpen) is var end && end > Position)
            {
                if (isOpen)
                    diagnostics.Add(ClickRules.UnclosedComment, new(source, Position, Position + 2), "this comment is never closed");
                Position = end;
            }
            else
                return;
        }
    }

    bool IsLineStart(int at)
    {
        while (at > 0 && Text[at - 1] is ' ' or '\t')
            at--;
        return at == 0 || Text[at - 1] is '\n' or '\r';
    }

    // # 12 "file", or #line 12 "file": the next line is line 12 of that file.
    void Directive()
    {
        var start = Position;
        while (Position < Text.Length && Text[Position] != '\n')
            Position++;
        if (start < _directivesUntil)
            return;
        _directivesUntil = Position;
        var words = Text[(start + 1)..Position].Trim();
        if (words.StartsWith("line", StringComparison.Ordinal))
            words = words[4..].TrimStart();
        var digits = words.TakeWhile(char.IsAsciiDigit).Count();
        var file = words[digits..].Trim();
        var isQuoted = file.Length >= 2 && file[0] == '"' && file.IndexOf('"', 1) > 0;
        if (!int.TryParse(words[..digits], CultureInfo.InvariantCulture, out var number) || (file.Length > 0 && !isQuoted))
        {
            diagnostics.Add(ClickRules.MalformedDirective, Span(start), "found a `#` that starts no line directive", "expected `# LINE \"FILE\"`",
                "comments start with `//`");
            return;
        }

        source.Renumber(source.Locate(start).Line + 1, number, file.Length == 0 ? null : file[1..file.IndexOf('"', 1)]);
    }

    SourceSpan Span(int start) => new(source, start, Position);

    static string Describe(char letter) => char.IsControl(letter) || char.IsSurrogate(letter) ? $"the character U+{(int)letter:X4}" : $"`{letter}`";

    static bool IsNameLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '@';

    static bool IsVariableLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_';
}
