using System.Diagnostics;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Kernel;
using Sluice.Kernel.Errors;

namespace Sluice.VerifierBench;

/// <summary>How long the running kernel takes for the same programs: maps, verification and compilation.</summary>
sealed class KernelTimes(bool wanted)
{
    static readonly Lazy<BtfTypes?> s_types = new(() => BtfTypes.FindKernelFile() is null ? null : BtfTypes.FromKernel());

    /// <summary>The running kernel's types, which are read once; null where it does not describe them.</summary>
    public static BtfTypes? Types => s_types.Value;

    /// <summary>The least time of several loads, or why there is none.</summary>
    public KernelAnswer Load(BpfObject bpf, string program, int runs)
    {
        if (!wanted || !OperatingSystem.IsLinux())
            return new(null, "not asked", false);
        var least = double.MaxValue;
        // What is measured leaves no pins behind, and takes over none.
        bpf = bpf with { Maps = [.. bpf.Maps.Select(map => map with { PinByName = false })] };
        try
        {
            using var engine = new KernelEngine(new() { Programs = new HashSet<string> { program }, TargetTypes = Types });
            for (var run = 0; run < runs; run++)
            {
                var started = Stopwatch.GetTimestamp();
                engine.Load(bpf).Dispose();
                least = Math.Min(least, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            return new(least, "", true);
        }
        catch (ProgramRejectedException rejected)
        {
            return new(null, rejected.Cause, true);
        }
        catch (Exception refusal) when (refusal is KernelException or BpfLinkException or PlatformNotSupportedException)
        {
            return new(null, refusal.Message, false);
        }
    }
}
