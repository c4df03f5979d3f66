using System.Diagnostics;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Kernel;
using Sluice.Kernel.Errors;

namespace Sluice.VerifierBench;

/// <summary>How long the running kernel takes for the same programs: maps, verification and compilation.</summary>
sealed class KernelTimes(bool wanted)
{
    /// <summary>The least time of several loads, or why there is none.</summary>
    public (double? Milliseconds, string Refusal) Load(BpfObject bpf, string program, int runs)
    {
        if (!wanted || !OperatingSystem.IsLinux())
            return (null, "not asked");
        var least = double.MaxValue;
        try
        {
            using var engine = new KernelEngine(new() { Programs = new HashSet<string> { program } });
            for (var run = 0; run < runs; run++)
            {
                var started = Stopwatch.GetTimestamp();
                engine.Load(bpf).Dispose();
                least = Math.Min(least, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            return (least, "");
        }
        catch (ProgramRejectedException rejected)
        {
            return (null, rejected.Cause);
        }
        catch (Exception refusal) when (refusal is KernelException or BpfLinkException or PlatformNotSupportedException)
        {
            return (null, refusal.Message);
        }
    }
}
