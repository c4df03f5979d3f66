namespace Sluice.Cli.Tests;

public sealed class DisasmTests
{
    static readonly string s_firewall = Checkout.Example("firewall/firewall.bpf.o");
    static readonly string s_balancer = Checkout.Example("load-balancer/load-balancer.bpf.o");

    [Fact]
    public void Shows_a_whole_object_with_source_lines()
    {
        var text = Sluice.Succeed("disasm", s_firewall).Out;
        Assert.Contains(".map allowed_ports hash key=2 value=8 entries=1024", text);
        Assert.Contains("int firewall(struct xdp_md *ctx)", text);
        Assert.DoesNotContain("int firewall(struct xdp_md *ctx)", Sluice.Succeed("disasm", s_firewall, "--no-lines").Out);
    }

    [Theory]
    [InlineData("round_robin")]
    [InlineData("flow_hash")]
    public void Shows_one_program(string program)
    {
        var byArgument = Sluice.Succeed("disasm", s_balancer, program).Out;
        var byReference = Sluice.Succeed("disasm", $"{s_balancer}:{program}").Out;
        Assert.Equal(byArgument, byReference);
        Assert.Contains("exit", byArgument);
        Assert.DoesNotContain(program == "flow_hash" ? "round_robin" : "flow_hash", byArgument);
    }

    [Fact]
    public void Shows_bytes_and_slots_on_request()
    {
        var line = Sluice.Succeed("disasm", Checkout.Example("drop/drop.bpf.o"), "drop", "--hex", "--slots", "--no-lines").Out;
        Assert.Contains("b4 00 00 00 01 00 00 00", line);
        Assert.Contains("0:", line);
    }

    [Fact]
    public void Links_a_program_on_request()
    {
        var file = Path.Combine(Checkout.Objects, "clang-19", "subprograms.o");
        var program = Sluice.Succeed("inspect", file, "--json").Json.GetProperty("programs").EnumerateArray()
            .First(candidate => candidate.GetProperty("calls").GetArrayLength() > 0);
        var text = Sluice.Succeed("disasm", file, program.GetProperty("name").GetString()!, "--linked").Out;
        foreach (var call in program.GetProperty("calls").EnumerateArray())
            Assert.Contains($"{call.GetString()}:", text);
    }

    [Fact]
    public void Applies_relocations_against_the_types_it_is_given()
    {
        var (file, target) = (Path.Combine(Checkout.Objects, "clang-19", "core.o"), Path.Combine(Checkout.Objects, "clang-19", "core-target.o"));
        var compiled = Sluice.Succeed("disasm", $"{file}:offsets", "--linked", "--no-lines").Out;
        var applied = Sluice.Succeed("disasm", $"{file}:offsets", "--linked", "--no-lines", "--btf", target).Out;
        Assert.Contains("r3 = *(u32 *)(r1 + 0)", compiled);
        Assert.Contains("r3 = *(u32 *)(r1 + 48)", applied);
        Assert.Equal(ExitCode.Usage, Sluice.Run("disasm", file, "--btf", target).ExitCode);
    }

    [Fact]
    public void Says_which_programs_there_are()
    {
        var run = Sluice.Run("disasm", $"{s_balancer}:nonsense");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal($"sluice: {s_balancer}: found no program or function 'nonsense': it has round_robin, flow_hash\n", run.Error);
        run = Sluice.Run("disasm", s_balancer, "--linked");
        Assert.Equal($"sluice: {s_balancer}: it has round_robin, flow_hash; name one: {s_balancer}:round_robin\n", run.Error);
    }
}
