namespace Sluice.Cli.Tests;

public sealed class ChainFunctionsTests
{
    [Fact]
    public void Lists_what_scripts_can_import()
    {
        var lines = Sluice.Succeed("chain", "functions").Out.Split('\n');
        Assert.Contains(lines, line => line.StartsWith("meter ") && line.Contains("ip6_sd_tbmon() → u64 or verdict"));
        Assert.Single(lines, line => line.StartsWith("loaders ") && line.Contains("vlan_classifier"));
    }

    [Fact]
    public void Tells_all_about_one_by_any_of_its_names()
    {
        var told = Sluice.Succeed("chain", "functions", "paolo_kroute").Out;
        Assert.StartsWith("## routing\n\n### `kroute() → verdict`\n", told);
        Assert.Contains("older names: `paolo_kroute`", told);
        Assert.Contains("setting `rate: u64`", Sluice.Succeed("chain", "functions", "meter").Out);
    }

    [Fact]
    public void Gives_the_same_as_data()
    {
        var package = Sluice.Succeed("chain", "functions", "ip6_hset_srcdst", "--json").Json.GetProperty("packages")[0];
        var function = package.GetProperty("functions")[0];
        Assert.Equal(("hike_default", "either", "action"), (package.GetProperty("name").GetString(), function.GetProperty("outcome").GetString(),
            function.GetProperty("parameters")[0].GetProperty("name").GetString()));
        Assert.Equal("timeout_ms", function.GetProperty("settings")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void Refuses_what_it_does_not_know() => Assert.Equal(
        (1, "sluice: found no package, function or loader 'nothing', expected one that `sluice chain functions` lists\n"),
        (Sluice.Run("chain", "functions", "nothing").ExitCode, Sluice.Run("chain", "functions", "nothing").Error));
}
