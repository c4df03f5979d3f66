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
    public void Proves_functions_of_several_objects_alone()
    {
        var (drop, ecn) = (Checkout.Example("drop/drop.bpf.o"), Path.Combine(Checkout.Root, "bpf", "programs", "hike_default", "ip6_set_ecn.bpf.o"));
        Assert.Equal($"{drop}:\nPASS: xdp/drop\n{ecn}:\nPASS: function/sluice_walk_extensions\nPASS: function/ip6_set_ecn\n", Sluice.Succeed("verify", drop, ecn, "-q").Out);
        Assert.Equal("PASS: function/ip6_set_ecn\n", Sluice.Succeed("verify", $"{ecn}:ip6_set_ecn", "-q", "--mode", "linux").Out);
        var objects = Sluice.Succeed("verify", drop, ecn, "--json").Json.GetProperty("objects");
        Assert.Equal("function", objects[1].GetProperty("programs")[1].GetProperty("section").GetString());
    }

    [Fact]
    public void Proofs_for_Linux_are_for_the_running_kernels_configuration()
    {
        if (!File.Exists("/proc/config.gz"))
            Assert.Skip("the running kernel does not say how it was built (CONFIG_IKCONFIG_PROC)");
        var program = Path.Combine(Checkout.Objects, "clang-19", "externs.o") + ":use_kconfig";
        Assert.Equal("PASS: tc/use_kconfig\n", Sluice.Succeed("verify", program, "-q", "--mode", "linux").Out);
        Assert.Contains("'CONFIG_HZ' of the kernel's configuration, whose value is not known", Sluice.Run("verify", program).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_another_type()
    {
        var run = Sluice.Run("verify", Checkout.Example("tcp-filter/tcp-filter.bpf.o"), "--type", "socket_filter");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("FAIL: xdp/tcp_filter\n  access through a number", run.Out, StringComparison.Ordinal);
        Assert.Contains("expected one of", Sluice.Run("verify", Checkout.Example("drop/drop.bpf.o"), "--type", "nothing").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_what_was_proved_at_each_block()
    {
        var filter = Checkout.Example("tcp-filter/tcp-filter.bpf.o");
        var text = Sluice.Succeed("verify", filter, "--verbose").Out;
        Assert.Contains("insn 6 to 11; goes on at insn 20 by its jump or insn 12\n      r1 = packet, r2 = packet end, packet >= 14 bytes\n", text, StringComparison.Ordinal);
        var function = Sluice.Succeed("verify", filter, "--verbose", "--json").Json.GetProperty("programs")[0].GetProperty("functions")[0];
        var block = function.GetProperty("blocks")[1];
        Assert.Equal((6, 20), (block.GetProperty("start").GetInt32(), block.GetProperty("target").GetInt32()));
        Assert.Equal(["r1 = packet", "r2 = packet end", "packet >= 14 bytes"], block.GetProperty("states")[0].EnumerateArray().Select(part => part.GetString()));
    }

    [Fact]
    public void Draws_the_control_flow()
    {
        var graph = Sluice.Succeed("verify", Checkout.Example("tcp-filter/tcp-filter.bpf.o"), "--dot", "-").Out;
        Assert.StartsWith("digraph verification {\n", graph, StringComparison.Ordinal);
        Assert.Contains("p0_0 -> p0_20 [label=\"taken\"];\n  p0_0 -> p0_6;\n", graph, StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        var run = Sluice.Run("verify", Path.Combine(Checkout.Objects, "clang-19", "strings.o") + ":indexes", "-q", "--dot", folder["graph"]);
        Assert.Equal((1, "FAIL: tc/indexes\n"), (run.ExitCode, run.Out));
        Assert.Contains("exit\\l\", color=red", File.ReadAllText(folder["graph"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_an_object_from_standard_input()
    {
        using var folder = new TemporaryFolder();
        var run = Sluice.Shell($"sluice verify - -q < {Checkout.Example("drop/drop.bpf.o")}", folder.Path);
        Assert.Equal((0, "PASS: xdp/drop\n", ""), (run.ExitCode, run.Out, run.Error));
    }

    [Theory]
    [InlineData("--csv", "-q")]
    [InlineData("--verbose", "--quiet")]
    [InlineData("--dot=-", "--json")]
    public void Refuses_options_that_exclude_each_other(string first, string second) =>
        Assert.Equal(64, Sluice.Run("verify", Checkout.Example("drop/drop.bpf.o"), first, second).ExitCode);
}
