namespace Sluice.Cli.Tests;

public sealed class CompletionTests
{
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
