namespace Sluice.Cli.Tests;

public sealed class ChainTests
{
    const string Sound = "from programs.hike_default import hike_pass\ndef main():\n    hike_pass()\n";
    const string Faulty = "def main():\n    return x\n";

    [Fact]
    public void A_sound_script_is_ok()
    {
        var run = Sluice.RunWith(Sound, "chain", "check", "-");
        Assert.Equal((0, "standard input: ok, 1 chain\n", ""), (run.ExitCode, run.Out, run.Error));
    }

    [Fact]
    public void A_mistake_is_shown_with_its_place_and_fails()
    {
        var run = Sluice.RunWith(Faulty, "chain", "check", "-");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--> standard input:2:12\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("\n 2 |     return x\n   |            ^\n", run.Out, StringComparison.Ordinal);
        Assert.EndsWith("standard input: not ok, 1 error\n", run.Out, StringComparison.Ordinal);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public void Findings_are_data_too()
    {
        var script = Sluice.RunWith(Faulty, "chain", "check", "-", "--json").Json.GetProperty("scripts")[0];
        Assert.False(script.GetProperty("passed").GetBoolean());
        var finding = Assert.Single(script.GetProperty("diagnostics").EnumerateArray());
        Assert.Equal("E0301", finding.GetProperty("code").GetString());
        Assert.Equal((2, 12, 2, 13), (finding.GetProperty("line").GetInt32(), finding.GetProperty("column").GetInt32(),
            finding.GetProperty("end_line").GetInt32(), finding.GetProperty("end_column").GetInt32()));
    }

    [Theory]
    [InlineData("-D", "COUNT", "5")]
    [InlineData("-D", "COUNT=5")]
    public void Definitions_replace_words_as_published(params string[] definition)
    {
        const string Script = "def main():\n    COUNTER = COUNT + 1\n    return COUNTER\n";
        Assert.Equal(1, Sluice.RunWith(Script, "chain", "check", "-").ExitCode);
        Assert.Equal(0, Sluice.RunWith(Script, ["chain", "check", .. definition, "-"]).ExitCode);
        Assert.Equal(0, Sluice.RunWith(Script, ["chain", "check", "-", .. definition]).ExitCode);
    }

    [Fact]
    public void A_definition_without_a_value_is_misuse()
    {
        var run = Sluice.RunWith(Sound, "chain", "check", "-", "-D", "COUNT");
        Assert.Equal(64, run.ExitCode);
        Assert.Contains("expected a name and a value", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Formatting_is_printed_written_or_checked()
    {
        Assert.Equal("A = 1\nB = 2\n", Sluice.RunWith("A=1;B=2;\n", "chain", "format", "-").Out);
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "a.eclat");
        File.WriteAllText(path, "A=1\n");
        var run = Sluice.Run("chain", "format", "--check", path);
        Assert.Equal((1, "A=1\n"), (run.ExitCode, File.ReadAllText(path)));
        Assert.Contains("not in the usual form", run.Out, StringComparison.Ordinal);
        Sluice.Succeed("chain", "format", path);
        Assert.Equal("A = 1\n", File.ReadAllText(path));
        Sluice.Succeed("chain", "format", "--check", path);
    }

    [Fact]
    public void A_script_that_does_not_parse_is_not_formatted()
    {
        var run = Sluice.RunWith("A = \n", "chain", "format", "-");
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains("error[E0202]", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_hostile_script_says_does_not_reach_the_terminal_as_a_command()
    {
        var run = Sluice.RunWith("x = \x1b[31m\n", "chain", "check", "-");
        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain('\x1b', run.Out);
    }
}
