namespace Sluice.Cli.Tests;

public sealed class CompletionTests
{
    static readonly string[] s_paths = ["/usr/bin", "/bin", "/usr/local/bin"];

    public static TheoryData<string, string> Lines => new()
    {
        { "sluice ins", "inspect" },
        { "sluice run x.o --in y.pcap --mo", "--mode" },
        { "sluice run x.o --mode ", "compiled interpret sandbox" },
        { "sluice chain ch", "check" },
        { "sluice features --group b", "btf" },
        { "sluice run examples/flow-stats/flow-stats.bpf.o:count_t", "examples/flow-stats/flow-stats.bpf.o:count_tx" },
        { "sluice disasm examples/load-balancer/load-balancer.bpf.o r", "round_robin" },
    };

    // What zsh would offer; its completion system itself wants a terminal.
    [Theory, MemberData(nameof(Lines))]
    public void Zsh_completes(string line, string expected)
    {
        Need("zsh");
        var script = "compdef() { :; }; _files() { :; }; compadd() { print -l -- ${(P)2} }; source <(sluice completions zsh); "
            + $"BUFFER='{line}'; CURSOR=${{#BUFFER}}; _sluice | sort | paste -sd ' '";
        var run = Sluice.Shell($"zsh -f -c \"$(cat <<'END'\n{script}\nEND\n)\"", Checkout.Root);
        Assert.Equal((0, "", expected), (run.ExitCode, run.Error, run.Out.Trim()));
    }

    [Theory, MemberData(nameof(Lines))]
    public void Fish_completes(string line, string expected)
    {
        Need("fish");
        var run = Sluice.Shell($"fish --no-config -c \"sluice completions fish | source; complete -C '{line}'\" | cut -f 1", Checkout.Root);
        Assert.Equal("", run.Error);
        Assert.Superset(expected.Split(' ').ToHashSet(), run.Out.Split('\n').ToHashSet()); // Beside files of the folder.
    }

    static void Need(string shell)
    {
        if (!s_paths.Any(folder => File.Exists(Path.Combine(folder, shell))))
            Assert.Skip($"{shell} is not installed");
    }

    [Theory]
    [InlineData("sluice ins", "inspect")]
    [InlineData("sluice run x.o --in y.pcap --mo", "--mode")]
    [InlineData("sluice run x.o --mode ", "compiled interpret sandbox")]
    [InlineData("sluice completions f", "fish")]
    [InlineData("sluice run examples/flow-stats/flow-stats.bpf.o:", "count_rx count_tx")]
    [InlineData("sluice run examples/flow-stats/flow-stats.bpf.o:count_t", "count_tx")]
    [InlineData("sluice disasm examples/load-balancer/load-balancer.bpf.o r", "round_robin")]
    [InlineData("sluice run /nowhere/x.o:", "")]
    public void Bash_completes(string line, string expected)
    {
        var run = Sluice.Shell(
            "source <(sluice completions bash); compopt() { :; }; COMP_LINE='" + line + "'; COMP_POINT=${#COMP_LINE}; _sluice; "
            + "printf '%s\\n' \"${COMPREPLY[@]}\" | sort | paste -sd ' '",
            Checkout.Root);
        Assert.Equal((0, "", expected), (run.ExitCode, run.Error, run.Out.Trim()));
    }
}
