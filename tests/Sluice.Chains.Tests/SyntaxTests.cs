using Sluice.Chains.Language;

namespace Sluice.Chains.Tests;

public sealed class SyntaxTests
{
    static readonly Dictionary<string, string> s_none = [];

    [Theory, TextVectors("syntax.txt")]
    public void Reads_the_structure(int line, string script, string expected)
    {
        _ = line;
        DiagnosticBag diagnostics = new();
        var source = new SourceText("test", script.Replace("\\n", "\n", StringComparison.Ordinal));
        var tree = SyntaxTreeText.Write(Parser.Parse(source, s_none, diagnostics)).TrimEnd('\n').Replace("\n", " / ",
            StringComparison.Ordinal);
        var findings = diagnostics.ToImmutable().Select(found =>
            $" !{found.Rule.Code}@{found.Span.Line}:{found.Span.Column}");
        Assert.Equal(expected, tree + string.Concat(findings));
    }

    [Theory, TextVectors("syntax.txt")]
    public void Formatting_keeps_the_structure_and_settles(int line, string script, string expected)
    {
        _ = line;
        if (expected.Contains("!E", StringComparison.Ordinal))
            return;
        var text = script.Replace("\\n", "\n", StringComparison.Ordinal);
        var once = Formatter.Format(new("test", text), new())!;
        Assert.Equal(Tree(text), Tree(once));
        Assert.Equal(once, Formatter.Format(new("test", once), new()));
    }

    static string Tree(string text) => SyntaxTreeText.Write(Parser.Parse(new("test", text), s_none, new()));
}
