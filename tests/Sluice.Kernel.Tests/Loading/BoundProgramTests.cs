using Sluice.Bpf.Assembly;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;

namespace Sluice.Kernel.Tests.Loading;

/// <summary>Programs that are bound to one of the kernel's types when they are loaded.</summary>
public sealed class BoundProgramTests
{
    // Each reads a field of what its target is given, which the kernel allows only if it knows the target.
    [Theory]
    [InlineData("tp_btf/sched_switch", 8)]
    [InlineData("tp_btf/task_newtask", 0)]
    [InlineData("fentry/do_filp_open", 8)]
    [InlineData("fexit/do_filp_open", 8)]
    [InlineData("lsm/file_open", 0)]
    [InlineData("lsm.s/bprm_check_security", 0)]
    [InlineData("lsm_cgroup/socket_bind", 0)]
    [InlineData("iter/task", 0)]
    public void Loads_with_the_types_of_the_target(string section, int argument)
    {
        RunningKernel.Need();
        var result = section.StartsWith("lsm_cgroup", StringComparison.Ordinal) ? 1 : 0;
        using var engine = new KernelEngine();
        try
        {
            using var loaded = engine.Load(Object(section, $"r1 = *(u64 *)(r1 + {argument})\nr2 = *(u64 *)(r1 + 0)\nr0 = {result}\nexit"));
            Assert.Single(loaded.Programs);
        }
        catch (KernelException refused) when (refused.Error == Errno.NotPermitted)
        {
            // A kernel that is locked down lets nobody change its functions, whatever the program does.
            Assert.Skip($"{section}: {refused.Message}");
        }
    }

    [Fact]
    public void Reads_past_the_last_argument_are_refused()
    {
        RunningKernel.Need();
        using var engine = new KernelEngine();
        var refusal = Assert.Throws<ProgramRejectedException>(() => engine.Load(Object("tp_btf/task_newtask", "r1 = *(u64 *)(r1 + 16)\nr0 = 0\nexit")));
        Assert.Contains("doesn't have", refusal.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fentry/no_such_function", "no 'no_such_function' among its types")]
    [InlineData("tp_btf/no_such_tracepoint", "no 'btf_trace_no_such_tracepoint' among its types")]
    [InlineData("lsm/no_such_hook", "no 'bpf_lsm_no_such_hook' among its types")]
    [InlineData("fexit", "expected 'fexit/NAME'")]
    public void Says_which_target_there_is_not(string section, string reason)
    {
        RunningKernel.Need();
        using var engine = new KernelEngine();
        var refusal = Assert.Throws<KernelException>(() => engine.Load(Object(section, "r0 = 0\nexit")));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    static Bpf.Objects.BpfObject Object(string section, string code) =>
        Assembler.AssembleObject($".license \"GPL\"\n.program main section=\"{section}\"\n{code}", "bound");
}
