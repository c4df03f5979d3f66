using System.Collections.Immutable;
using Sluice.Bpf.Diagnostics;
using Sluice.Click.Language.Syntax;

namespace Sluice.Click.Language;

/// <summary>Reads a configuration.</summary>
/// <remarks>Grammar: click(5), "BNF grammar". The parser goes on behind a mistake, at the next statement, so that all are found at
/// once.</remarks>
sealed partial class Parser
{
    // Deeper nesting than this is no configuration any more, and would exhaust the stack.
    const int DeepestNesting = 100;

    readonly SourceText _source;
    readonly DiagnosticBag _diagnostics;
    readonly Lexer _lexer;
    Token _current;
    int _depth;
    int _behind;

    Parser(SourceText source, DiagnosticBag diagnostics)
    {
        (_source, _diagnostics) = (source, diagnostics);
        _lexer = new(source, diagnostics);
        Advance();
    }

    /// <summary>Reads <paramref name="source"/>; mistakes go to <paramref name="diagnostics"/>.</summary>
    public static ImmutableArray<Statement> Parse(SourceText source, DiagnosticBag diagnostics)
    {
        Parser parser = new(source, diagnostics);
        return parser.File();
    }

    ImmutableArray<Statement> File()
    {
        var statements = ImmutableArray.CreateBuilder<Statement>();
        while (true)
        {
            statements.AddRange(Statements());
            if (_current.Kind == TokenKind.End)
                return statements.ToImmutable();
            Report(ClickRules.UnexpectedToken, _current.Span, $"found {_current.Shown}, which closes or divides nothing here");
            Advance();
        }
    }

    // Statements up to a word that can only stand behind them.
    ImmutableArray<Statement> Statements()
    {
        var statements = ImmutableArray.CreateBuilder<Statement>();
        while (!IsBehindStatements(_current.Kind))
        {
            var start = _current.Span;
            switch (_current.Kind)
            {
                case TokenKind.Semicolon:
                    Advance();
                    break;
                case TokenKind.ElementClass:
                    Add(statements, ElementClass());
                    break;
                case TokenKind.Require:
                    Add(statements, WithConfiguration((span, text) => new RequireStatement(span, text)));
                    break;
                case TokenKind.Provide:
                    Add(statements, WithConfiguration((span, text) => new ProvideStatement(span, text)));
                    break;
                case TokenKind.Define:
                    Add(statements, WithConfiguration((span, text) => new DefineStatement(span, text)));
                    break;
                default:
                    Add(statements, Connection());
                    break;
            }

            if (_current.Span.Start == start.Start && _current.Kind != TokenKind.End && !IsBehindStatements(_current.Kind))
                Advance(); // Nothing was read: it has been said that it cannot be.
        }

        return statements.ToImmutable();
    }

    static void Add(ImmutableArray<Statement>.Builder statements, Statement? statement)
    {
        if (statement is not null)
            statements.Add(statement);
    }

    static bool IsBehindStatements(TokenKind kind) =>
        kind is TokenKind.End or TokenKind.CloseBrace or TokenKind.CloseParenthesis or TokenKind.DoubleBar;

    static bool StartsStatement(TokenKind kind) =>
        kind is TokenKind.Semicolon or TokenKind.ElementClass or TokenKind.Require or TokenKind.Provide or TokenKind.Define;

    Statement? ElementClass()
    {
        var start = Take();
        if (_current.Kind != TokenKind.Identifier)
            return Fail("the name of the element class");
        var name = Name(Take());
        var @class = Class();
        return @class is null ? Fail("an element class, or one in braces") : new ElementClassStatement(Since(start.Span), name, @class);
    }

    Statement? WithConfiguration(Func<SourceSpan, ConfigurationString, Statement> make)
    {
        var word = Take();
        if (_current.Kind != TokenKind.OpenParenthesis)
            return Fail($"`(` behind `{word.Text}`");
        var text = Configuration();
        return make(Since(word.Span), text);
    }

    ConfigurationString Configuration()
    {
        var span = _lexer.Configuration(_current);
        _behind = _lexer.Position;
        _current = _lexer.Next();
        return new(span, span.Text);
    }

    Identifier Name(Token token)
    {
        if (token.Text.Split('/').Any(part => part.All(char.IsAsciiDigit)))
            Report(ClickRules.MalformedName, token.Span, $"found the name `{token.Text}`", "a part of it is only a number",
                "names are made of letters, digits, `_` and `@`; no part of one is only digits");
        return new(token.Span, token.Text);
    }

    Token Take()
    {
        var token = _current;
        Advance();
        return token;
    }

    void Advance()
    {
        _behind = _lexer.Position;
        do
            _current = _lexer.Next();
        while (_current.Kind == TokenKind.Bad);
    }

    // From a place up to the last word that was taken.
    SourceSpan Since(SourceSpan start) => start with { End = Math.Max(start.End, Math.Min(_behind, _current.Span.Start)) };

    // Says what was expected, and goes on where a statement can start.
    ConnectionStatement? Fail(string expected)
    {
        Report(ClickRules.UnexpectedToken, _current.Span, $"found {_current.Shown}, expected {expected}");
        Recover();
        return null;
    }

    void Recover()
    {
        while (!IsBehindStatements(_current.Kind) && !StartsStatement(_current.Kind))
        {
            if (_current.Kind is TokenKind.OpenBrace or TokenKind.OpenParenthesis)
                SkipNested();
            else
                Advance();
        }
    }

    // What stands in braces or parentheses is not read for more mistakes: most would come of the first.
    void SkipNested()
    {
        var depth = 0;
        do
        {
            if (_current.Kind is TokenKind.OpenBrace or TokenKind.OpenParenthesis)
                depth++;
            else if (_current.Kind is TokenKind.CloseBrace or TokenKind.CloseParenthesis)
                depth--;
            Advance();
        }
        while (depth > 0 && _current.Kind != TokenKind.End);
    }

    // Nothing nests deeper than this; false once it would.
    bool Enter()
    {
        if (_depth < DeepestNesting)
        {
            _depth++;
            return true;
        }

        Report(ClickRules.NestedTooDeep, _current.Span, $"nested more than {DeepestNesting} deep");
        SkipNested();
        return false;
    }

    void Report(DiagnosticRule rule, SourceSpan span, string message, string label = "", string? help = null) =>
        _diagnostics.Add(rule, span, message, label, help);
}
