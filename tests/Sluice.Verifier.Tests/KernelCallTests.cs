using Sluice.Bpf.Assembly;
using Sluice.Bpf.Linking;
using Sluice.Verifier.Reporting;

namespace Sluice.Verifier.Tests;

/// <summary>Declared kernel functions, weak and strong, as libbpf and Linux treat them where no path leads to the call.</summary>
public sealed class KernelCallTests
{
    const string Dead = "r0 = 2\nr1 = 0\nif r1 == 0 goto out\ncall kernel-function#1\nr0 = 2\nout:\nexit\n";
    const string Reached = "r1 = 0\ncall kernel-function#1\nr0 = 2\nexit\n";
    const string Known = "bpf_rcu_read_lock";

    [Theory]
    [InlineData(Dead, 3, false, "GPL", VerifierMode.Linux, null)]
    [InlineData(Dead, 3, true, "GPL", VerifierMode.Linux, null)]
    [InlineData(Dead, 3, true, "GPL", VerifierMode.Sluice, null)]
    [InlineData(Dead, 3, false, "GPL", VerifierMode.Sluice, "does not exist in process")]
    [InlineData(Reached, 1, true, "GPL", VerifierMode.Sluice, "does not exist in process")]
    [InlineData(Reached, 1, false, "GPL", VerifierMode.Sluice, "does not exist in process")]
    [InlineData(Dead, 3, false, "proprietary", VerifierMode.Linux, "GPL-compatible licence only")]
    [InlineData(Dead, 3, true, "proprietary", VerifierMode.Sluice, null)]
    public void Calls_that_no_path_reaches_count_as_in_libbpf(string code, int slot, bool isWeak, string license, VerifierMode mode, string? fault)
    {
        var linked = Linker.Link(Assembler.AssembleObject($".license \"{license}\"\n.program main section=\"xdp\"\n{code}", "calls"), "main");
        var program = linked with { KernelCalls = [new(slot, Known, isWeak)] };
        var report = ProgramVerifier.Verify(program, new() { Mode = mode });
        Assert.Equal(fault is null, report.Passed);
        if (fault is not null)
            Assert.Contains(fault, RejectionText.Format(report), StringComparison.Ordinal);
    }
}
