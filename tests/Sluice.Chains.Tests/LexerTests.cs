using Sluice.Chains.Language;

namespace Sluice.Chains.Tests;

public sealed class LexerTests
{
    [Theory, TextVectors("lexer.txt")]
    public void Splits_a_script_into_words(int line, string script, string expected)
    {
        _ = line;
        DiagnosticBag diagnostics = new();
        Dictionary<string, string> replaced = new() { ["DEVNAME"] = "eth0", ["RATE"] = "1_000" };
        var tokens = Lexer.Tokenize(new("test", Unescape(script)), replaced, diagnostics).Tokens;
        var words = tokens.Where(token => token.Kind != TokenKind.EndOfFile).Select(Describe);
        Assert.Equal(expected,
            string.Join(' ', words.Concat(diagnostics.ToImmutable().Select(found =>
            $"!{found.Rule.Code}@{found.Span.Line}:{found.Span.Column}"))));
    }

    [Fact]
    public void Comments_are_kept_apart()
    {
        var comments = Lexer.Tokenize(new("test", "# one\nx = '# no' # two\n"), new Dictionary<string, string>(),
            new()).Comments;
        Assert.Equal([("# one", true), ("# two", false)], comments.Select(comment => (comment.Span.Text, comment.IsAlone)));
    }

    static string Unescape(string text) =>
        text.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal);

    static string Describe(Token token) => token.Kind switch
    {
        TokenKind.NewLine => "NL",
        TokenKind.Indent => ">>>",
        TokenKind.Dedent => "<<<",
        TokenKind.Integer => $"{token.Number}",
        TokenKind.Boolean => $"bool:{token.Number}",
        TokenKind.String => $"'{token.Text.Replace("\n", "\\n", StringComparison.Ordinal)}'",
        TokenKind.IPv4 or TokenKind.IPv6 or TokenKind.Mac =>
            $"{token.Kind}:{token.Number:x}{(token.PrefixLength < 0 ? "" : $"/{token.PrefixLength}")}",
        TokenKind.Keyword => token.Text.ToUpperInvariant(),
        TokenKind.Bad => $"bad:{token.Text}",
        _ => token.Text,
    };
}
