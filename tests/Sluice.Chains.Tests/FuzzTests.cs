using Sluice.Chains.Code;
using Sluice.Chains.Functions;
using Sluice.Chains.Language;
using Sluice.Chains.Semantics;

namespace Sluice.Chains.Tests;

public sealed class FuzzTests
{
    const int Scripts = 800;

    static readonly Dictionary<string, string> s_none = [];

    [Fact]
    public void Damaged_scripts_are_compiled_or_explained()
    {
        var seed = Environment.TickCount;
        ScriptMutator mutator = new(seed);
        var originals = Directory.GetFiles(TestData.Find("scripts"),
            "*.eclat").Order(StringComparer.Ordinal).Select(File.ReadAllText).ToArray();
        for (var index = 0; index < Scripts; index++)
            Try(mutator.Mutate(originals[index % originals.Length]), seed);
    }

    [Fact]
    public void Random_words_are_compiled_or_explained()
    {
        var seed = Environment.TickCount;
        ScriptMutator mutator = new(seed);
        for (var index = 0; index < Scripts; index++)
            Try(mutator.Words(index % 120), seed);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("-", "")]
    [InlineData("not ", "")]
    [InlineData("u8(", ")")]
    [InlineData("1 + ", "")]
    [InlineData("1 or ", "")]
    [InlineData("1 < ", "")]
    [InlineData("1 & (", ")")]
    [InlineData("packet.", "")]
    [InlineData("x[", "]")]
    public void Depth_is_no_danger(string open, string close)
    {
        foreach (var depth in new[] { 50, 99, 101, 20_000 })
            Try(ScriptMutator.Deep(open, close, depth), depth);
    }

    [Fact]
    public void Deep_blocks_are_no_danger()
    {
        var text = string.Concat(Enumerable.Range(0, 3_000).Select(depth => $"{new string(' ', depth)}if 1:\n"));
        Try("def main():\n " + text.Replace("\n", "\n ", StringComparison.Ordinal), 0);
    }

    // Findings lie within the text and can be shown; sound scripts give sound code; what parses can be formatted.
    static void Try(string text, int seed)
    {
        try
        {
            SourceText source = new("fuzz.eclat", text);
            var compiled = ScriptCompiler.Compile(source, new() { Catalogue = PackageCatalogue.Shipped, ReadFile = _ => null });
            foreach (var finding in compiled.Diagnostics)
                Assert.NotEmpty(DiagnosticText.Write(finding));
            Assert.Equal(compiled.Unit is null, compiled.Diagnostics.Any(finding => finding.Severity == Severity.Error));
            if (compiled.Unit is { } unit)
                ChainChecker.Check(unit);
            if (Formatter.Format(source, new()) is not { } once)
                return;
            SourceText formatted = new("fuzz.eclat", once);
            Assert.Equal(Tree(source), Tree(formatted));
            Assert.Equal(once, Formatter.Format(formatted, new()));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            Assert.Fail($"seed {seed}: {error}\n--- script\n{(text.Length > 4000 ? text[..4000] : text)}");
        }
    }

    static string Tree(SourceText source) => SyntaxTreeText.Write(Parser.Parse(source, s_none, new()));
}
