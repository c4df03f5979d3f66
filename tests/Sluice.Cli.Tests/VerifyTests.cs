namespace Sluice.Cli.Tests;

public sealed class VerifyTests
{
    [Fact]
    public void Passes_a_safe_object_program_by_program()
    {
        var lines = Sluice.Succeed("verify", Checkout.Example("flow-stats/flow-stats.bpf.o"), "-q").Out;
        Assert.Equal("PASS: xdp/count_rx\nPASS: tc/count_tx\n", lines);
        Assert.Contains("instructions a run", Sluice.Succeed("verify", Checkout.Example("drop/drop.bpf.o"), "--mode", "linux").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Explains_what_is_not_safe()
    {
        var run = Sluice.Run("verify", Path.Combine(Checkout.Objects, "clang-19", "strings.o") + ":indexes");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("", run.Error);
        Assert.StartsWith("FAIL: tc/indexes\n  access through a number\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("strings.bpf.c:28", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_the_same_in_json_and_csv()
    {
        var file = Path.Combine(Checkout.Objects, "clang-19", "strings.o") + ":indexes";
        var program = Sluice.Run("verify", file, "--json").Json.GetProperty("programs")[0];
        Assert.False(program.GetProperty("passed").GetBoolean());
        Assert.Equal("not-a-pointer", program.GetProperty("rejections")[0].GetProperty("class").GetString());
        Assert.Matches("^0,[0-9.]+,[0-9]+\n$", Sluice.Run("verify", file, "--csv").Out);
    }

    [Fact]
    public void Takes_another_type()
    {
        var run = Sluice.Run("verify", Checkout.Example("tcp-filter/tcp-filter.bpf.o"), "--type", "socket_filter");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("FAIL: xdp/tcp_filter\n  access through a number", run.Out, StringComparison.Ordinal);
        Assert.Contains("expected one of", Sluice.Run("verify", Checkout.Example("drop/drop.bpf.o"), "--type", "nothing").Error, StringComparison.Ordinal);
    }
}
