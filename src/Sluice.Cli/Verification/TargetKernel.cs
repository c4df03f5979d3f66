using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;
using Sluice.Cli.Commands;
using Sluice.Verifier;

namespace Sluice.Cli.Verification;

/// <summary>The kernel that a proof is for: the one that the user names, else the running one where the proof depends on it.</summary>
sealed class TargetKernel(string? source)
{
    readonly Lazy<BtfTypes?> _given = new(() => source is null ? null : BtfCommand.Load(source));

    readonly Lazy<BtfTypes?> _running = new(() => BtfTypes.FindKernelFile() is null ? null : BtfTypes.FromKernel());

    /// <summary>The options with what is known of the kernel's types.</summary>
    public VerifierOptions For(BpfObject @object, VerifierOptions options)
    {
        var types = _given.Value ?? (options.Mode == VerifierMode.Linux && KernelTypeUse.IsIn(@object) ? _running.Value : null);
        return types is null ? options : options with { Link = options.Link with { TargetTypes = types } };
    }
}
