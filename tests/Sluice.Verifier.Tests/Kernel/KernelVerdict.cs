using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Kernel;
using Sluice.Kernel.Errors;
using Sluice.Verifier.Tests.Vectors;

namespace Sluice.Verifier.Tests.Kernel;

/// <summary>What the running kernel says of an object.</summary>
static class KernelVerdict
{
    /// <summary>The Linux release that the tests' expectations are of.</summary>
    public static Version Described { get; } = new(6, 18);

    /// <summary>What the Linux mode needs to know of the running kernel: its types, where it describes them.</summary>
    public static VerifierOptions Options { get; } = new()
    {
        Mode = VerifierMode.Linux,
        Link = new() { TargetTypes = BtfTypes.FindKernelFile() is null ? null : BtfTypes.FromKernel() },
    };

    // Its types are read once, and not for each load.
    static readonly KernelOptions s_settings = new() { TargetTypes = Options.Link.TargetTypes };

    /// <summary>Why the kernel cannot be asked; null if it can.</summary>
    public static string? Obstacle { get; } = FindObstacle();

    /// <summary>Can the kernel be asked?</summary>
    public static bool IsAsked => Obstacle is null;

    /// <summary>Why it refuses the object's programs; null if it accepts them, or cannot be asked.</summary>
    public static string? Of(BpfObject bpf) => CanBeAsked(bpf) ? Ask(bpf, s_settings) : null;

    /// <summary>Why it refuses one of the object's programs; null if it accepts it, or cannot be asked.</summary>
    public static string? Of(BpfObject bpf, string program) => CanBeAsked(bpf, program) ? Ask(bpf, s_settings with { Programs = new HashSet<string> { program } }) : null;

    static string? Ask(BpfObject bpf, KernelOptions options)
    {
        using var kernel = new KernelEngine(options);
        try
        {
            kernel.Load(bpf).Dispose();
            return null;
        }
        catch (ProgramRejectedException rejected)
        {
            return rejected.Cause;
        }
    }

    /// <summary>Can the kernel be asked for this object? One that is locked down takes no programs that change its functions.</summary>
    public static bool CanBeAsked(BpfObject bpf) => IsAsked && bpf.Programs.All(CanBeAsked);

    /// <summary>Can it be asked for one of the object's programs?</summary>
    public static bool CanBeAsked(BpfObject bpf, string program) => IsAsked && CanBeAsked(bpf.FindProgram(program)!);

    static bool CanBeAsked(ProgramSpec program) => program.Type switch
    {
        ProgramType.StructOps or ProgramType.Extension => false,
        ProgramType.Lsm => s_takesHooks.Value,
        ProgramType.Tracing => program.AttachType is AttachType.TraceRawTp or AttachType.TraceIter || s_takesTrampolines.Value,
        _ => true,
    };

    static readonly Lazy<bool> s_takesHooks = new(() => Takes("lsm/file_open"));

    static readonly Lazy<bool> s_takesTrampolines = new(() => Takes("fentry/do_exit"));

    static bool Takes(string section)
    {
        using var kernel = new KernelEngine();
        try
        {
            kernel.Load(new Vector("need", 0, "need", section, null, null, "", "r0 = 0\nexit").Assemble()).Dispose();
            return true;
        }
        catch (KernelException refused) when (refused.Error == Errno.NotPermitted)
        {
            return false;
        }
    }

    static string? FindObstacle()
    {
        if (!OperatingSystem.IsLinux() || Environment.OSVersion.Version < Described)
            return $"the differences are listed for Linux {Described}";
        try
        {
            using var kernel = new KernelEngine();
            kernel.Load(new Vector("need", 0, "need", "xdp", null, null, "", "r0 = 2\nexit").Assemble()).Dispose();
            return null;
        }
        catch (Exception refusal) when (refusal is KernelException or PlatformNotSupportedException)
        {
            return $"programs cannot be loaded here: {refusal.Message}";
        }
    }
}
