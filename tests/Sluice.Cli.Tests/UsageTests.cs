namespace Sluice.Cli.Tests;

public sealed class UsageTests
{
    [Fact]
    public void Says_its_version_and_nothing_else() => Assert.Matches(@"^\d+\.\d+\.\d+\n$", Sluice.Succeed("--version").Out);

    [Theory]
    [InlineData("nonsense")]
    [InlineData("inspect")]
    [InlineData("inspect a.o b.o")]
    [InlineData("inspect a.o --nonsense")]
    [InlineData("btf a.o --format yaml")]
    [InlineData("generate")]
    [InlineData("generate -o x.pcap --packets many")]
    [InlineData("completions tcsh")]
    public void Refuses_what_is_no_command_line_with_64_and_a_hint(string line)
    {
        var run = Sluice.Run(line.Split(' '));
        Assert.Equal(64, run.ExitCode);
        Assert.Equal("", run.Out);
        Assert.All(run.Error.TrimEnd().Split('\n'), message => Assert.StartsWith("sluice: ", message));
        Assert.Contains("--help", run.Error);
    }

    [Theory]
    [InlineData("inspect", "/nowhere/x.o")]
    [InlineData("inspect", "examples/captures/ping.pcap")]
    [InlineData("disasm", "examples/firewall/firewall.bpf.c")]
    [InlineData("btf", "examples/captures/ping.pcap")]
    public void Says_what_is_wrong_with_a_file_in_one_line(string command, string file)
    {
        var path = Path.Combine(Checkout.Root, file);
        var run = Sluice.Run(command, path);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("", run.Out);
        Assert.Matches("^sluice: [^\n]+\n$", run.Error);
        Assert.Contains(path, run.Error);
    }

    [Fact]
    public void Ends_quietly_when_nobody_reads_on()
    {
        var run = Sluice.Shell($"sluice disasm {Checkout.Example("firewall/firewall.bpf.o")} | head -n 1", Checkout.Root);
        Assert.Equal("", run.Error);
        Assert.Equal(".object \"firewall\"\n", run.Out);
    }

    [Fact]
    public void Names_a_file_that_is_not_there_in_words()
    {
        var run = Sluice.Run("inspect", "no-such-object.o");
        Assert.Equal(1, run.ExitCode);
        Assert.Matches("^sluice: Could not find file '.*no-such-object.o'\\.\n$", run.Error);
    }
}
