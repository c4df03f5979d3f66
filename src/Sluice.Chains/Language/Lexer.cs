using Sluice.Chains.Semantics;

namespace Sluice.Chains.Language;

/// <summary>Splits a script into words, lines and levels of indentation.</summary>
/// <remarks>
/// Never fails: what has no meaning is reported and left out, and brackets always come out balanced. As published, a tab is
/// four spaces and any indentation serves; unlike there, lines and columns are those of the file, comments respect strings,
/// and lines go on inside brackets, after a backslash, and where the line break stands beside the <c>=</c> of an assignment,
/// as it does in the listing of the paper.
/// </remarks>
public sealed partial class Lexer
{
    const int TabWidth = 4;

    readonly SourceText _source;
    readonly string _text;
    readonly IReadOnlyDictionary<string, string> _definitions;
    readonly DiagnosticBag _diagnostics;
    readonly List<Token> _tokens = [];
    readonly List<Comment> _comments = [];
    readonly Stack<int> _levels = new([0]);
    readonly Stack<Token> _brackets = [];
    int _at;

    Lexer(SourceText source, IReadOnlyDictionary<string, string> definitions, DiagnosticBag diagnostics) =>
        (_source, _text, _definitions, _diagnostics) = (source, source.Text, definitions, diagnostics);

    /// <summary>The words of a script.</summary>
    /// <param name="source">The script.</param>
    /// <param name="definitions">Names that stand for something else (<c>-D NAME VALUE</c>): a word of that name, or a string
    /// that is exactly that name, is replaced.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    public static TokenList Tokenize(SourceText source, IReadOnlyDictionary<string, string> definitions,
        DiagnosticBag diagnostics)
    {
        Lexer lexer = new(source, definitions, diagnostics);
        lexer.Run();
        return new([.. lexer._tokens], [.. lexer._comments]);
    }

    void Run()
    {
        StartLine();
        while (_at < _text.Length)
            Next();
        CloseBrackets(0);
        EndLine();
        while (_levels.Count > 1)
        {
            _levels.Pop();
            Add(TokenKind.Dedent, _at, _at);
        }

        Add(TokenKind.EndOfFile, _at, _at);
    }

    void Next()
    {
        var letter = _text[_at];
        if (letter == '\n')
            LineBreak();
        else if (IsSpace(letter))
            _at++;
        else if (letter == '#')
            ReadComment();
        else if (letter == '\\')
            ReadBackslash();
        else if (letter is '\'' or '"')
            ReadString();
        else if ((char.IsAsciiHexDigit(letter) || letter == ':') && AddressReader.Measure(_text, _at) is > 0 and var length)
            ReadAddress(length);
        else if (char.IsAsciiDigit(letter))
            ReadNumber();
        else if (char.IsAsciiLetter(letter) || letter == '_')
            ReadWord();
        else
            ReadPunctuation();
    }

    void LineBreak()
    {
        _at++;
        if (_brackets.Count > 0)
        {
            if (!StartsAnew())
                return;
            CloseBrackets(0);
        }

        var (next, letter) = FirstAhead();
        var endsInAssignment = _tokens is [.., { Kind: TokenKind.Punctuation, Text: "=" }];
        if (endsInAssignment && (char.IsAsciiDigit(letter) || letter is '\'' or '"'))
            return;
        var startsWithAssignment = letter == '=' && (next + 1 == _text.Length || _text[next + 1] != '=');
        if (startsWithAssignment
            && _tokens is [.., { Kind: not (TokenKind.NewLine or TokenKind.Indent or TokenKind.Dedent) }])
            return;
        EndLine();
        StartLine();
    }

    // Inside brackets a line goes on, unless what follows cannot: then somebody forgot to close one.
    bool StartsAnew()
    {
        var word = WordAhead();
        if (Keywords.Statements.Contains(word))
            return true;
        var endsOperand = _tokens[^1] is { Kind: not (TokenKind.Punctuation or TokenKind.Keyword) } or { Text: ")" or "]" or "}" };
        return endsOperand && word.Length > 0 && word is not ("and" or "or" or "not" or "in");
    }

    void EndLine()
    {
        if (_tokens is [.., { Kind: not (TokenKind.NewLine or TokenKind.Indent or TokenKind.Dedent) }])
            Add(TokenKind.NewLine, _tokens[^1].Span.End, _tokens[^1].Span.End);
    }

    // Indentation counts on lines that have more than space and comments on them.
    void StartLine()
    {
        var (next, letter) = FirstAhead();
        if (letter is '\0' or '\n' or '#')
            return;
        var width = 0;
        for (var at = _at; at < next; at++)
            width += _text[at] switch { '\t' => TabWidth, ' ' => 1, _ => 0 };
        if (width > _levels.Peek())
        {
            _levels.Push(width);
            Add(TokenKind.Indent, next, next);
        }

        while (width < _levels.Peek())
        {
            var level = _levels.Pop();
            if (width <= _levels.Peek())
            {
                Add(TokenKind.Dedent, next, next);
                continue;
            }

            // Most likely the line belongs to the deeper level.
            _levels.Push(level);
            _diagnostics.Add(DiagnosticRules.InconsistentIndentation, new(_source, _at, next),
                $"this line is indented by {width} columns, which is no level that is open",
                $"expected {string.Join(" or ", _levels.Order())}");
            break;
        }

        _at = next;
    }

    (int Position, char Letter) FirstAhead()
    {
        var at = _at;
        while (at < _text.Length && IsSpace(_text[at]))
            at++;
        return (at, at < _text.Length ? _text[at] : '\0');
    }

    // A byte order mark is none, but stands where nothing else does.
    static bool IsSpace(char letter) => letter != '\n' && (char.IsWhiteSpace(letter) || letter == '\ufeff');

    string WordAhead()
    {
        var (start, _) = FirstAhead();
        var end = start;
        while (end < _text.Length && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] == '_'))
            end++;
        return _text[start..end];
    }

    void ReadComment()
    {
        var end = _text.IndexOf('\n', _at);
        end = end < 0 ? _text.Length : end;
        var lineStart = _at == 0 ? 0 : _text.LastIndexOf('\n', _at - 1) + 1;
        SourceSpan span = new(_source, _at, _at + _text.AsSpan(_at, end - _at).TrimEnd().Length);
        _comments.Add(new(span, string.IsNullOrWhiteSpace(_text[lineStart.._at])));
        _at = end;
    }

    void ReadBackslash()
    {
        var start = _at++;
        var (next, letter) = FirstAhead();
        if (letter == '\n')
        {
            _at = next + 1;
            return;
        }

        _diagnostics.Add(DiagnosticRules.StrayBackslash, new(_source, start, start + 1),
            "a backslash joins lines and must be the last thing on its line", "nothing may follow it",
            letter == '#' ? "put the comment on a line of its own" : null);
    }

    void ReadPunctuation()
    {
        var foreign = Punctuation.ForeignAt(_text, _at);
        // Two signs in a row may be meant, with a number behind them.
        if (foreign is { } operation
            && !(operation.Text == "--" && _at + 2 < _text.Length && char.IsAsciiDigit(_text[_at + 2])))
        {
            SourceSpan span = new(_source, _at, _at + operation.Text.Length);
            _diagnostics.Add(DiagnosticRules.ForeignOperator, span, $"`{operation.Text}` is no operator of eCLAT", "",
                operation.Help);
            // The parser goes on with what was meant, so that one mistake is one message.
            var meant = operation.Text switch
            {
                "&&" => "and",
                "||" => "or",
                "!" => "not",
                "//" => "/",
                "**" => "*",
                ":=" => "=",
                "//=" => "/=",
                _ => null,
            };
            if (meant is not null)
                _tokens.Add(new(Keywords.Reserved.Contains(meant) ? TokenKind.Keyword : TokenKind.Punctuation, span, meant));
            else
                _tokens.Add(new(TokenKind.Bad, span, operation.Text));
            _at += operation.Text.Length;
            return;
        }

        if (Punctuation.At(_text, _at) is { } known)
        {
            var token = new Token(TokenKind.Punctuation, new(_source, _at, _at + known.Length), known);
            _at += known.Length;
            if (known is "(" or "[" or "{")
                _brackets.Push(token);
            if (known is ")" or "]" or "}" && !CloseBracket(token))
                return;
            _tokens.Add(token);
            return;
        }

        var start = _at;
        while (_at < _text.Length && IsUnknown(_text[_at]))
            _at++;
        SourceSpan unknown = new(_source, start, _at);
        _diagnostics.Add(DiagnosticRules.UnexpectedCharacter, unknown,
            _at - start == 1 ? $"`{unknown.Text}` has no meaning here" : $"`{unknown.Text}` have no meaning here", "",
            unknown.Text[0] is '“' or '”' or '‘' or '’' ? "write strings in \"straight quotes\"" : null);
        _tokens.Add(new(TokenKind.Bad, unknown, unknown.Text));
    }

    static bool IsUnknown(char letter) =>
        !char.IsWhiteSpace(letter) && !char.IsAsciiLetterOrDigit(letter)
            && letter is not ('_' or '#' or '\\' or '\'' or '"' or '!' or '?')
        && Punctuation.At(letter.ToString(), 0) is null;

    // Whether the bracket closes one; those opened after that one are closed, too.
    bool CloseBracket(Token closing)
    {
        if (_brackets.TryPeek(out var innermost) && Closing(innermost) == closing.Text)
        {
            _brackets.Pop();
            return true;
        }

        var open = _brackets.ToArray();
        var found = Array.FindIndex(open, token => Closing(token) == closing.Text);
        if (found < 0 && _brackets.TryPop(out var last))
        {
            _diagnostics.Add(new(DiagnosticRules.UnmatchedBracket, closing.Span,
                $"`{closing.Text}` does not close `{last.Text}`")
            {
                Label = $"expected `{Closing(last)}`",
                Related = [new(last.Span, "this is open")],
            });
            _tokens.Add(closing with { Text = Closing(last) });
            return false;
        }

        if (found < 0)
        {
            _diagnostics.Add(DiagnosticRules.UnmatchedBracket, closing.Span, $"`{closing.Text}` closes nothing",
                "no bracket is open");
            return false;
        }

        CloseBrackets(open.Length - found);
        _brackets.Pop();
        return true;
    }

    void CloseBrackets(int remaining, bool isReported = false)
    {
        while (_brackets.Count > remaining)
        {
            var open = _brackets.Pop();
            if (!isReported)
                _diagnostics.Add(DiagnosticRules.UnclosedBracket, open.Span, $"`{open.Text}` is never closed",
                    $"expected `{Closing(open)}`");
            var end = _tokens[^1].Span.End;
            _tokens.Add(new(TokenKind.Punctuation, new(_source, end, end), Closing(open)));
        }
    }

    static string Closing(Token open) => open.Text switch { "(" => ")", "[" => "]", _ => "}" };

    void Add(TokenKind kind, int start, int end) => _tokens.Add(new(kind, new(_source, start, end), ""));
}
