using System.Collections.Immutable;
using Sluice.Bpf.Assembly.Syntax;
using Sluice.Chains.Language.Syntax;
using Sluice.Chains.Semantics;

namespace Sluice.Chains.Language;

/// <summary>Reads a script's structure from its words.</summary>
/// <remarks>Never fails: after a mistake it goes on with the next line, so that one run reports all mistakes. The grammar is
/// in docs/language.md; it takes all that the published parser takes.</remarks>
public sealed partial class Parser
{
    // Deeper scripts are attacks on the stack.
    const int DeepestNesting = 100;
    const int MostOperators = 400;

    readonly ImmutableArray<Token> _tokens;
    readonly DiagnosticBag _diagnostics;
    int _at;
    int _depth;
    int _operators;

    // A mistake in the current statement has been reported: what follows from it on the line is not.
    bool _hasFailed;

    Parser(ImmutableArray<Token> tokens, DiagnosticBag diagnostics) => (_tokens, _diagnostics) = (tokens, diagnostics);

    Token Current => _tokens[_at];

    Token Next => _tokens[Math.Min(_at + 1, _tokens.Length - 1)];

    Token Previous => _tokens[Math.Max(0, _at - 1)];

    /// <summary>The structure of a script.</summary>
    /// <param name="source">The script.</param>
    /// <param name="definitions">What <c>-D NAME VALUE</c> defines.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    public static Script Parse(SourceText source, IReadOnlyDictionary<string, string> definitions, DiagnosticBag diagnostics)
    {
        var words = Lexer.Tokenize(source, definitions, diagnostics);
        Parser parser = new(words.Tokens, diagnostics);
        List<Statement> statements = [];
        while (parser.Current.Kind != TokenKind.EndOfFile)
            parser.Line(statements);
        return new(new(source, 0, source.Text.Length), [.. statements], words.Comments);
    }

    Token Take() => _at < _tokens.Length - 1 ? _tokens[_at++] : _tokens[_at];

    bool TryTake(string text)
    {
        if (!Current.Is(text))
            return false;
        Take();
        return true;
    }

    SourceSpan From(SourceSpan start) => start.To(Previous.Span);

    // Reports, unless something on the line already is; the statement is lost.
    void Fail(DiagnosticRule rule, SourceSpan span, string message, string label = "", string? help = null)
    {
        // What the lexer reported needs no second message.
        if (!_hasFailed && Current.Kind != TokenKind.Bad)
            _diagnostics.Add(rule, span, message, label, help);
        _hasFailed = true;
    }

    void FailExpecting(string expected, string? help = null) =>
        Fail(DiagnosticRules.UnexpectedToken, Current.Span, $"found {Describe(Current)}, expected {expected}",
            $"expected {expected}", help);

    // Each operator makes the tree a level deeper.
    bool CountOperator()
    {
        if (++_operators == MostOperators)
            Fail(DiagnosticRules.NestedTooDeep, Current.Span, $"a statement with more than {MostOperators} operators");
        return _operators < MostOperators;
    }

    bool Expect(string text, string where)
    {
        if (TryTake(text))
            return true;
        FailExpecting($"`{text}` {where}");
        return false;
    }

    Identifier ExpectName(string what)
    {
        var token = Current;
        if (token.Kind == TokenKind.Name)
        {
            Take();
            return new(token.Span, token.Text);
        }

        FailExpecting(what, token.Kind == TokenKind.Keyword ? $"`{token.Text}` is a keyword; choose another name" : null);
        return new(token.Span with { End = token.Span.Start }, "");
    }

    static string Describe(Token token) => token.Kind switch
    {
        TokenKind.EndOfFile => "the end of the script",
        TokenKind.NewLine => "the end of the line",
        TokenKind.Indent => "an indented line",
        TokenKind.Dedent => "the end of the block",
        TokenKind.String => "a string",
        _ => $"`{token.Text}`",
    };

    // Skips what is left of a line; the blocks that follow it are read.
    void SkipLine()
    {
        while (Current.Kind is not (TokenKind.NewLine or TokenKind.EndOfFile or TokenKind.Indent or TokenKind.Dedent))
            Take();
        _hasFailed = false;
    }

    static string? Suggest(string word, IEnumerable<string> known) =>
        Spelling.Closest(word, known) is { } closest ? $"did you mean `{closest}`?" : null;
}
