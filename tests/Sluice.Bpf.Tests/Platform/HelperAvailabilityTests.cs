using Sluice.Bpf.Platform;
using Sluice.Bpf.Tests.Platform.Kernel;

namespace Sluice.Bpf.Tests.Platform;

/// <summary>Who may call which helper: the table against the running kernel, asked one program at a time.</summary>
public sealed class HelperAvailabilityTests
{
    static readonly string[] s_refusals =
    [
        "cannot use helper", "unknown func", "invalid func", "not allowed in probe", "not supported for program type", "supported only for",
    ];

    /// <summary>What the table allows and a kernel may still refuse, and why.</summary>
    static readonly Dictionary<(Helper Helper, ProgramType Program), string> s_exceptions = new()
    {
        [(Helpers.OverrideReturn, ProgramType.Kprobe)] = "needs a kernel with CONFIG_BPF_KPROBE_OVERRIDE",
        [(Helpers.Setsockopt, ProgramType.Tracing)] = "for iterators over sockets only; the probe iterates over tasks",
        [(Helpers.Getsockopt, ProgramType.Tracing)] = "for iterators over sockets only; the probe iterates over tasks",
    };

    [Fact]
    public void Agrees_with_the_running_kernel()
    {
        BpfSyscall.Need(KernelReleases.Described);
        List<string> differences = [];
        var asked = 0;
        foreach (var program in KernelPrograms.Loadable())
        {
            foreach (var helper in Helpers.All.Where(helper => !helper.IsOwn))
            {
                var allowed = KernelAllows(program, helper);
                asked++;
                if (allowed == helper.IsAvailable(program.Type, program.Place) || IsException(helper, program.Type, allowed))
                    continue;
                differences.Add($"{helper}: {program}: the kernel says {(allowed ? "yes" : "no")}");
            }
        }

        Assert.True(asked > 30 * 211, $"asked {asked} questions only");
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public void Every_program_type_but_three_can_be_asked_about()
    {
        BpfSyscall.Need(KernelReleases.Described);
        var loadable = KernelPrograms.Loadable().Select(program => program.Type).ToHashSet();
        // An extension needs a program to extend; infrared and the security module need a kernel built with them.
        var missing = ProgramTypes.All.Where(type => (int)type < Helpers.OwnBase && !loadable.Contains(type));
        Assert.Empty(missing.Except([ProgramType.LircMode2, ProgramType.Lsm]));
    }

    // A newer kernel may allow more than the table's; a locked-down one lets nobody write to user memory.
    static bool IsException(Helper helper, ProgramType program, bool allowed) => allowed
        ? BpfSyscall.Release > KernelReleases.Described
        : helper == Helpers.ProbeWriteUser || s_exceptions.ContainsKey((helper, program));

    static bool KernelAllows(KernelProgram program, Helper helper)
    {
        var (error, log) = BpfSyscall.Load(program, KernelCode.Call(helper.Id), KernelCode.Exit);
        return error == 0 || !Array.Exists(s_refusals, refusal => log.Contains(refusal, StringComparison.Ordinal));
    }
}
