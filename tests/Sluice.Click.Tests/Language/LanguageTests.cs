using Sluice.Bpf.Diagnostics;
using Sluice.Click.Configuration;
using Sluice.Click.Language;

namespace Sluice.Click.Tests.Language;

public sealed class LanguageTests
{
    public static TheoryData<string> Mistakes => VectorFile.Names("mistakes.txt");

    public static TheoryData<string> Accepted => VectorFile.Names("accepted.txt");

    [Theory, MemberData(nameof(Mistakes))]
    public void Every_mistake_gives_the_message_beside_it(string name) => VectorFile.Check("mistakes.txt", name, text =>
    {
        var compiled = TestClasses.Compile(text);
        Assert.False(compiled.IsSound);
        return string.Join('\n', compiled.Diagnostics.Select(found => DiagnosticText.Write(found)));
    });

    [Theory, MemberData(nameof(Accepted))]
    public void Every_configuration_gives_the_flat_one_below_it(string name) => VectorFile.Check("accepted.txt", name, text =>
    {
        var compiled = TestClasses.Compile(text);
        Assert.Empty(compiled.Diagnostics);
        var flat = FlatText.Write(compiled.Configuration);
        var again = TestClasses.Compile(flat);
        Assert.Empty(again.Diagnostics);
        Assert.Equal(flat, FlatText.Write(again.Configuration));
        Assert.Equal(Connections(compiled), Connections(again));
        return flat;
    });

    [Fact]
    public void Codes_are_used_once() => Assert.Equal(ClickRules.All.Length, ClickRules.All.Select(rule => rule.Code).Distinct().Count());

    [Fact]
    public void Every_finding_of_the_language_is_among_the_mistakes()
    {
        var text = string.Concat(VectorFile.Read("mistakes.txt").Select(vector => vector.Expected));
        Assert.Empty(ClickRules.All.Where(rule => string.CompareOrdinal(rule.Code, "C06") < 0
            && !text.Contains($"[{rule.Code}]", StringComparison.Ordinal)).Select(rule => $"{rule.Code} {rule.Title}"));
    }

    [Fact]
    public void There_are_vectors_enough()
    {
        Assert.True(VectorFile.Read("mistakes.txt").Count() >= 60);
        Assert.True(VectorFile.Read("accepted.txt").Count() >= 40);
    }

    [Fact]
    public void Values_from_outside_win_over_definitions() =>
        Assert.Equal("Message@1 :: Message(9, 2);\n", FlatText.Write(TestClasses.Compile("define($a 1, $b 2); Message($a, $b)",
            TestClasses.Options with { Definitions = new Dictionary<string, string> { ["a"] = "9" } }).Configuration));

    static IEnumerable<string> Connections(CompiledConfiguration compiled) => compiled.Configuration.Connections.Select(connection =>
        $"{compiled.Configuration.Elements[connection.From].Name}[{connection.FromPort}] {compiled.Configuration.Elements[connection.To].Name}[{connection.ToPort}]")
        .Order(StringComparer.Ordinal);
}
