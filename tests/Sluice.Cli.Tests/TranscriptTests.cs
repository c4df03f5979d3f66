using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Cli.Tests;

/// <summary>Sessions that pages of the examples show, in blocks marked <c>console</c>: a line after <c>$</c> is what is typed, others are
/// what comes of it. Numbers of more than three digits may differ from run to run where packets are counted against the clock.</summary>
/// <remarks>With SLUICE_UPDATE_DOCS=1 what comes of it is written into the pages.</remarks>
public sealed partial class TranscriptTests
{
    const string Begin = "```console\n", End = "```\n";

    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(Checkout.Example("."), "README.md", SearchOption.AllDirectories)
        .Where(page => File.ReadAllText(page).Contains(Begin, StringComparison.Ordinal))
        .Select(page => Path.GetRelativePath(Checkout.Example("."), page)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Pages))]
    public void Its_sessions_give_what_the_page_shows(string page)
    {
        var text = File.ReadAllText(Checkout.Example(page));
        var found = Block().Replace(text, block => Begin + Run(block.Groups["lines"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)) + End);
        if (Environment.GetEnvironmentVariable("SLUICE_UPDATE_DOCS") == "1")
            File.WriteAllText(Checkout.Example(page), found);
        else
            Assert.Equal(Clock().Replace(text, "N"), Clock().Replace(found, "N"));
    }

    static string Run(string[] lines)
    {
        using TemporaryFolder folder = new();
        Directory.CreateSymbolicLink(folder["examples"], Checkout.Example("."));
        StringBuilder script = new();
        foreach (var command in lines.Where(line => line.StartsWith("$ ", StringComparison.Ordinal)))
            script.Append($"cat <<'SHOWN'\n{command}\nSHOWN\n{command[2..]}\n");
        var run = Sluice.Shell(script.ToString(), folder.Path);
        Assert.Equal("", run.Error);
        return run.Out;
    }

    [GeneratedRegex("```console\n(?<lines>.*?)```\n", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("[0-9]{4,}")]
    private static partial Regex Clock();
}
