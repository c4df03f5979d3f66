using Sluice.Bpf.Diagnostics;
using Sluice.Click.Configuration;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Tests.Language;

/// <summary>What <c>--check</c> says: everything, whoever finds it; and no port is missed where a mistake hides connections.</summary>
public sealed class CheckTests
{
    public static TheoryData<string> Cases => VectorFile.Names("checks.txt");

    [Theory, MemberData(nameof(Cases))]
    public void All_that_is_wrong_is_told_at_once(string name) => VectorFile.Check("checks.txt", name, text =>
    {
        using PacketPool pool = new();
        RouterOptions options = new() { Pool = pool, Output = TextWriter.Null };
        ConfigurationLoader loader = new();
        SourceText source = new("test.click", text);
        var found = ConfigurationLoader.Check(loader.Read(source), options);
        Assert.Null(loader.Load(source, options, out var refused));
        Assert.Equal(found.Select(finding => finding.ToString()), refused.Select(finding => finding.ToString()));
        Assert.Equal(0, pool.Outstanding);
        return string.Join('\n', found.Select(finding => finding.ToString()));
    });

    [Fact]
    public void Ten_different_mistakes_are_ten_lines_with_their_places()
    {
        var (_, _, expected) = VectorFile.Read("checks.txt").First();
        var lines = expected.TrimEnd('\n').Split('\n');
        Assert.Equal(10, lines.Length);
        Assert.All(lines, (line, index) => Assert.StartsWith($"test.click:{index + 1}:", line, StringComparison.Ordinal));
    }
}
