using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Kernel.Attachments;

/// <summary>When a program runs among several of one hook, and after which of its verdicts the next one does.</summary>
/// <remarks>
/// libxdp's protocol (xdp-tools, lib/libxdp/protocol.org): the object says so by a variable <c>_PROGRAM</c> in the section
/// <c>.xdp_run_config</c>, of which only the type counts: <c>__uint(priority, 10); __uint(XDP_PASS, 1);</c>.
/// </remarks>
/// <param name="Priority">Lower ones run before; of equal ones, in the order of their names.</param>
/// <param name="ChainActions">A bit for each XDP action after which the next program runs.</param>
public readonly record struct RunConfiguration(int Priority, uint ChainActions)
{
    const string Section = ".xdp_run_config", PriorityMember = "priority";

    /// <summary>What counts where nothing is said: priority 50, and the next program runs after XDP_PASS.</summary>
    public static RunConfiguration Default { get; } = new(50, 1u << 2);

    /// <summary>What an object says of one of its programs.</summary>
    public static RunConfiguration Of(BpfObject spec, string program)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var result = Default;
        var variable = spec.Types?.Find<BtfDataSection>(Section)?.Variables.FirstOrDefault(entry => entry.Variable.Name == $"_{program}").Variable;
        foreach (var member in (variable as BtfVariable)?.Type.Resolve() is BtfStruct config ? config.Members : [])
        {
            if (member.Type.Resolve() is not BtfPointer pointer || pointer.Target.Resolve() is not BtfArray value)
                continue;
            if (member.Name == PriorityMember)
                result = result with { Priority = value.Count };
            else if (Verdicts.Of(ProgramType.Xdp).FirstOrDefault(verdict => verdict.Name == member.Name) is { Name: not null } action)
                result = result with { ChainActions = value.Count != 0 ? result.ChainActions | 1u << action.Value : result.ChainActions & ~(1u << action.Value) };
        }

        return result;
    }

    /// <summary>The names of the actions after which the next program runs: <c>XDP_PASS</c>.</summary>
    public IReadOnlyList<string> ChainActionNames()
    {
        var actions = ChainActions;
        return [.. Verdicts.Of(ProgramType.Xdp).Where(verdict => (actions & 1u << verdict.Value) != 0).Select(verdict => verdict.Name)];
    }
}
