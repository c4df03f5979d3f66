using Sluice.Chains.Code;
using Sluice.Chains.Functions;
using Sluice.Chains.Language;
using Sluice.Chains.Semantics;

namespace Sluice.Chains.Tests;

public sealed class ScriptTests
{
    public static TheoryData<string> Scripts =>
        [.. Directory.GetFiles(TestData.Find("scripts"), "*.eclat").Select(path =>
            Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Scripts))]
    public void Scripts_in_the_shape_of_the_published_ones_compile_to_sound_code(string name)
    {
        var compiled = Compile(name);
        Assert.Empty(compiled.Diagnostics.Where(found => found.Severity == Severity.Error).Select(found =>
            DiagnosticText.Write(found)));
        ChainChecker.Check(compiled.Unit!);
    }

    [Theory, MemberData(nameof(Scripts))]
    public void Formatting_settles_and_keeps_comments_and_meaning(string name)
    {
        var source = Read(name);
        var once = Formatter.Format(source, new());
        Assert.NotNull(once);
        SourceText formatted = new(source.Path, once);
        Assert.Equal(once, Formatter.Format(formatted, new()));
        Assert.Equal(Tree(source), Tree(formatted));
        Assert.Equal(Comments(source), Comments(formatted));
    }

    static CompiledScript Compile(string name) =>
        ScriptCompiler.Compile(Read(name), new() { Catalogue = PackageCatalogue.Shipped });

    static SourceText Read(string name)
    {
        var path = Path.Combine(TestData.Find("scripts"), name + ".eclat");
        return new(path, File.ReadAllText(path));
    }

    static string Tree(SourceText source) =>
        SyntaxTreeText.Write(Parser.Parse(source, new Dictionary<string, string>(), new()));

    static IEnumerable<string> Comments(SourceText source) =>
        Parser.Parse(source, new Dictionary<string, string>(), new()).Comments.Select(comment => comment.Span.Text);
}
