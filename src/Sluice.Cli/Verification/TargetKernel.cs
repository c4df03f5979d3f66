using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;
using Sluice.Cli.Commands;
using Sluice.Kernel.Loading;
using Sluice.Verifier;

namespace Sluice.Cli.Verification;

/// <summary>The kernel that a proof is for: the one that the user names, else the running one where the proof depends on it.</summary>
sealed class TargetKernel(string? source)
{
    readonly Lazy<BtfTypes?> _given = new(() => source is null ? null : BtfCommand.Load(source));

    readonly Lazy<BtfTypes?> _running = new(() => BtfTypes.FindKernelFile() is null ? null : BtfTypes.FromKernel());

    /// <summary>The object with the running kernel's configuration, for a proof that is for that kernel.</summary>
    public BpfObject Configured(BpfObject @object, VerifierOptions options) =>
        source is null && options.Mode == VerifierMode.Linux && OperatingSystem.IsLinux() ? KernelConfiguration.Running.Resolve(@object) : @object;

    /// <summary>The options with what is known of the kernel's types.</summary>
    public VerifierOptions For(BpfObject @object, VerifierOptions options)
    {
        var types = _given.Value ?? (options.Mode == VerifierMode.Linux && KernelTypeUse.IsIn(@object) ? _running.Value : null);
        return types is null ? options : options with { Link = options.Link with { TargetTypes = types } };
    }
}
