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

    /// <summary>Why the kernel cannot be asked; null if it can.</summary>
    public static string? Obstacle { get; } = FindObstacle();

    /// <summary>Can the kernel be asked?</summary>
    public static bool IsAsked => Obstacle is null;

    /// <summary>Why it refuses the object's programs; null if it accepts them, or cannot be asked.</summary>
    public static string? Of(BpfObject bpf)
    {
        if (!CanBeAsked(bpf))
            return null;
        using var kernel = new KernelEngine();
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

    /// <summary>Can the kernel be asked for this object? The engine loads no programs that are bound to a kernel function.</summary>
    public static bool CanBeAsked(BpfObject bpf) => IsAsked && bpf.Programs.All(program => program.Type is not (ProgramType.Tracing or ProgramType.Lsm));

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
