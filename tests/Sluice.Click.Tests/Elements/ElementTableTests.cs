using System.Runtime.CompilerServices;
using System.Text;
using Sluice.Click.Elements;

namespace Sluice.Click.Tests.Elements;

public sealed class ElementTableTests
{
    /// <summary>Set it to write docs/click-elements.md instead of checking it.</summary>
    const string WriteVariable = "SLUICE_WRITE_DOCS";

    static string File => Path.GetFullPath("../../../docs/click-elements.md", Path.GetDirectoryName(ThisFile())!);

    [Theory]
    [InlineData("Basic")]
    [InlineData("Sources")]
    [InlineData("Queues")]
    [InlineData("Scheduling")]
    [InlineData("Switching")]
    [InlineData("Measurement")]
    [InlineData("Information")]
    [InlineData("Classification")]
    [InlineData("Flows")]
    [InlineData("Headers")]
    [InlineData("Protocols")]
    [InlineData("Routing")]
    [InlineData("Rewriting")]
    [InlineData("Control")]
    [InlineData("Devices")]
    [InlineData("Programs")]
    public void The_documentation_has_what_the_tables_have(string group)
    {
        if (Environment.GetEnvironmentVariable(WriteVariable) is not null)
            System.IO.File.WriteAllText(File, Describe());
        Assert.True(
            System.IO.File.ReadAllText(File).Contains(Describe(group), StringComparison.Ordinal),
            $"docs/click-elements.md is out of date: run this test with {WriteVariable}=1");
    }

    [Fact]
    public void Every_class_says_what_it_does_and_takes()
    {
        foreach (var type in ElementClasses.All)
        {
            Assert.True(type.Synopsis == type.Name || type.Synopsis.StartsWith(type.Name + "(", StringComparison.Ordinal), type.Name);
            Assert.True(type.Summary.Length > 10 && !type.Summary.EndsWith('.') && !char.IsAsciiLetterUpper(type.Summary[1]), type.Name);
            Assert.Matches("^[0-9-]+/[0-9=+-]+$", type.Ports);
            Assert.Matches("^[ahl]+/[ahl]+$", type.Processing);
        }
    }

    static string Describe()
    {
        var text = new StringBuilder("""
            # Elements of Click configurations

            All element classes, as `sluice click elements` lists them. This page is made from their tables; a test fails where they differ.
            Ports and processing are in Click's codes: inputs before the slash, outputs behind; `-` any number, `=` as many as inputs;
            `h` push, `l` pull, `a` either.


            """.ReplaceLineEndings("\n"));
        foreach (var group in ElementClasses.All.Select(GroupOf).Distinct().Order(StringComparer.Ordinal))
            text.Append(Describe(group)).Append('\n');
        return text.ToString().TrimEnd('\n') + "\n";
    }

    static string Describe(string group)
    {
        var text = new StringBuilder($"## {group}\n\n| class | arguments | ports | processing | what it does |\n|---|---|---|---|---|\n");
        foreach (var type in ElementClasses.All.Where(type => GroupOf(type) == group))
            text.Append($"| {type.Name} | `{type.Synopsis.Replace("|", "\\|", StringComparison.Ordinal)}` | {type.Ports} | {type.Processing} | {type.Summary} |\n");
        return text.ToString();
    }

    internal static string GroupOf(ElementClass type) => type.Factory.Method.DeclaringType!.DeclaringType!.Namespace!.Split('.')[^1];

    static string ThisFile([CallerFilePath] string path = "") => path;
}
