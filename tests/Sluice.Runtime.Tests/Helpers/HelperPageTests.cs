using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Sluice.Runtime.Helpers;

namespace Sluice.Runtime.Tests.Helpers;

/// <summary>docs/helpers.md lists the helpers that run in process, all of them and no others.</summary>
public sealed partial class HelperPageTests
{
    [Fact]
    public void Page_lists_every_helper()
    {
        var page = File.ReadAllLines(Path.GetFullPath("../../../docs/helpers.md", Path.GetDirectoryName(ThisFile())!));
        var listed = page.Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .SelectMany(line => Quoted().Matches(line))
            .Select(match => match.Groups[1].Value);
        Assert.Equal(StandardHelpers.Table.Bindings.Select(binding => binding.Helper.Name).Order(), listed.Order());
    }

    [GeneratedRegex("`([a-z0-9_]+)`")]
    private static partial Regex Quoted();

    static string ThisFile([CallerFilePath] string path = "") => path;
}
