using Sluice.Bpf.Btf;
using Sluice.Bpf.Engine;
using Sluice.Kernel.Loading;

namespace Sluice.Kernel;

/// <summary>How objects are loaded into the kernel.</summary>
public sealed record KernelOptions
{
    /// <summary>Where maps are pinned by name (LIBBPF_PIN_BY_NAME): a folder of a BPF file system.</summary>
    public string PinFolder { get; init; } = "/sys/fs/bpf";

    /// <summary>The types that CO-RE relocations are applied to; null for the running kernel's.</summary>
    public BtfTypes? TargetTypes { get; init; }

    /// <summary>The programs to load, by name; null for all that the object loads by itself (not <c>SEC("?…")</c>).</summary>
    public IReadOnlySet<string>? Programs { get; init; }

    /// <summary>Decides, before the kernel's verifier is asked, which programs are loaded; null for all.</summary>
    public ILoadPolicy? Policy { get; init; }

    /// <summary>Note where programs redirect to, so that test runs tell (<see cref="RunResult.Redirect"/>)? For trying programs out: the
    /// calls that redirect are replaced, and one run at a time is understood. Takes CAP_PERFMON.</summary>
    /// <remarks>Programs with global functions or callbacks are loaded as they are, and their redirects stay unknown.</remarks>
    public bool RecordRedirects { get; init; }

    /// <summary>What to keep of the verifier's words about programs that it accepts.</summary>
    public VerifierLogLevel LogLevel { get; init; }
}
