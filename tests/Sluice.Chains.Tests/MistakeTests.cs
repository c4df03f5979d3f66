using System.Text;
using Sluice.Chains.Functions;
using Sluice.Chains.Semantics;

namespace Sluice.Chains.Tests;

public sealed class MistakeTests
{
    const string File = "mistakes.txt";

    public static TheoryData<string> Names => [.. Read().Select(mistake => mistake.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Every_mistake_gives_the_message_beside_it(string name)
    {
        var mistake = Read().Single(known => known.Name == name);
        var found = Messages(mistake.Script);
        if (Environment.GetEnvironmentVariable("SLUICE_ACCEPT") == "1")
            Accept(name, found);
        else
            Assert.Equal(mistake.Messages, found);
    }

    [Fact]
    public void Every_kind_of_finding_has_a_code_of_its_own() =>
        Assert.Equal(DiagnosticRules.All.Select(rule => rule.Code).Distinct().Count(), DiagnosticRules.All.Length);

    [Fact]
    public void Every_kind_of_finding_is_among_the_mistakes()
    {
        var text = string.Concat(Read().Select(mistake => mistake.Messages));
        Assert.Empty(DiagnosticRules.All.Where(rule =>
            !text.Contains($"[{rule.Code}]", StringComparison.Ordinal)).Select(rule => $"{rule.Code} {rule.Title}"));
    }

    static string Messages(string script)
    {
        var options = new ScriptOptions
        {
            Catalogue = PackageCatalogue.Shipped,
            ReadFile = path => path == "itself.eclat" ? "from 'itself.eclat' import x\n" : null,
        };
        var findings = ScriptCompiler.Compile(new SourceText("script.eclat", script), options).Diagnostics;
        return string.Join('\n', findings.Select(finding => DiagnosticText.Write(finding)));
    }

    static IEnumerable<(string Name, string Script, string Messages)> Read()
    {
        foreach (var part in System.IO.File.ReadAllText(TestData.Find(File)).Split("\n## ")[1..])
        {
            var lines = part.Split('\n', 2);
            var halves = lines[1].Split("----\n", 2);
            yield return (lines[0], halves[0], halves[1].TrimEnd('\n') + "\n");
        }
    }

    static void Accept(string name, string found)
    {
        var text = System.IO.File.ReadAllText(TestData.Find(File));
        var builder = new StringBuilder(text[..text.IndexOf("\n## ", StringComparison.Ordinal)].TrimEnd('\n')).Append('\n');
        foreach (var mistake in Read())
            builder.Append($"\n## {mistake.Name}\n{mistake.Script}----\n{(mistake.Name == name ? found : mistake.Messages)}");
        System.IO.File.WriteAllText(TestData.Find(File), builder.ToString());
    }
}
