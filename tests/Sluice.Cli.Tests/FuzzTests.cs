namespace Sluice.Cli.Tests;

public sealed class FuzzTests
{
    [Fact]
    public void Runs_what_is_accepted_and_says_how_much_that_was()
    {
        using var folder = new TemporaryFolder();
        var json = Sluice.Succeed("fuzz", "verifier", "--programs", "40", "--seed", "3", "--contain", "--seeds", Checkout.Example("drop"),
            "--corpus", folder["corpus"], "--json").Json;
        Assert.InRange(json.GetProperty("run").GetInt64(), 40, 50);
        Assert.Equal(0, json.GetProperty("found").GetArrayLength());
        Assert.Empty(Directory.EnumerateFiles(folder["corpus"]));
        Assert.Contains("all behaved as was proved", Sluice.Succeed("fuzz", "verifier", "--for", "0.2s").Out);
    }

    [Theory]
    [InlineData("--for 8", "expected a time such as")]
    [InlineData("--kernel", "expected --mode linux")]
    [InlineData("--programs 0", "expected a whole number from 1")]
    public void Refuses_what_makes_no_sense(string options, string message)
    {
        var run = Sluice.Run(["fuzz", "verifier", .. options.Split(' ')]);
        Assert.Equal(64, run.ExitCode);
        Assert.Contains(message, run.Error);
    }
}
