using System.Text.Json;

namespace Sluice.Cli.Tests;

/// <summary>The examples give what their pages say, in every mode.</summary>
public sealed class ExampleTests
{
    public static IEnumerable<ITheoryDataRow> Rows =>
        from row in ExampleRow.All()
        from mode in new[] { "interpret", "compiled", "sandbox" }
        select new TheoryDataRow<int, string>(row.Line, mode) { TestDisplayName = $"{row.Program} over {row.Capture}, {mode} (examples.txt:{row.Line})" };

    [Theory, MemberData(nameof(Rows))]
    public void Gives_what_its_page_says(int line, string mode)
    {
        var row = ExampleRow.All().Single(row => row.Line == line);
        var json = Sluice.Succeed(row.Command(mode)).Json;
        Assert.Equal(Sorted(row.Verdicts.Split(", ")), Sorted(json.GetProperty("verdicts").EnumerateArray()
            .Select(verdict => $"{verdict.GetProperty("verdict").GetString()} {verdict.GetProperty("packets").GetInt64()}")));
        Assert.Equal(0, json.GetProperty("faults").GetProperty("count").GetInt64());
        foreach (var expected in row.Expected)
        {
            if (expected[0] == '$')
                Assert.Equal(expected, Variable(json, expected[1..expected.IndexOf('=')]));
            else
                AssertMap(json.GetProperty("maps"), expected.Split(' '));
        }
    }

    public static TheoryData<string> Commands => [.. Directory.EnumerateFiles(Checkout.Example("."), "README.md", SearchOption.AllDirectories)
        .SelectMany(page => File.ReadAllText(page).Replace("\\\n", "").Split('\n'))
        .Where(line => line.StartsWith("sluice ", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Commands))]
    public void Its_pages_commands_work(string command)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateSymbolicLink(folder["examples"], Checkout.Example("."));
        var run = Sluice.Shell(command.Replace("/tmp/", "", StringComparison.Ordinal), folder.Path);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("VERDICT", run.Out);
    }

    static string Variable(JsonElement json, string name) => $"${name}={json.GetProperty("variables").GetProperty(name)}";

    static void AssertMap(JsonElement maps, string[] expected)
    {
        var name = expected[0].TrimEnd('*').Split('.');
        var entries = maps.GetProperty(name[0]).GetProperty("entries").EnumerateArray()
            .Select(entry => (Key: Text(entry.GetProperty("key")), Value: Value(entry.GetProperty("value"), name)))
            .Where(entry => entry.Value != "0").Select(entry => $"{entry.Key}={entry.Value}").ToArray();
        if (expected[0].EndsWith('*'))
            Assert.Subset(entries.ToHashSet(), expected[1..].ToHashSet());
        else
            Assert.Equal(Sorted(expected[1..]), Sorted(entries));
    }

    static string Value(JsonElement value, string[] name) => Text(name.Length == 1 ? value : value.GetProperty(name[1]));

    static string Text(JsonElement element) => element.ValueKind == JsonValueKind.Object
        ? string.Join(',', element.EnumerateObject().Select(member => member.Value.ToString()))
        : element.ToString();

    static IEnumerable<string> Sorted(IEnumerable<string> items) => items.Order(StringComparer.Ordinal);
}
