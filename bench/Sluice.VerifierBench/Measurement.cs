using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;
using Sluice.Verifier;

namespace Sluice.VerifierBench;

/// <summary>What one program cost, here and in the kernel.</summary>
/// <param name="Program">The program's report.</param>
/// <param name="Milliseconds">The least of several runs.</param>
/// <param name="Kernel">The kernel's load of the object, in milliseconds; null if it refused, or was not asked.</param>
/// <param name="Refusal">Why it refused; empty if it did not.</param>
sealed record Measurement(ProgramReport Program, double Milliseconds, double? Kernel, string Refusal)
{
    // Runs here for each run of the kernel, so that the runtime has compiled what it measures.
    const int WarmUp = 10;

    // For Linux, programs that handle kernel objects are verified against the running kernel, as they are loaded into it.
    static readonly Lazy<BtfTypes?> s_types = new(() => BtfTypes.FindKernelFile() is null ? null : BtfTypes.FromKernel());

    // Programs that take long are not run that often.
    const double Enough = 3_000;

    /// <summary>Measures one program of an object.</summary>
    public static Measurement Of(BpfObject bpf, ProgramSpec program, KernelTimes kernel, int runs, VerifierMode mode)
    {
        var (least, report) = (double.MaxValue, (ProgramReport?)null);
        var options = new VerifierOptions { Mode = mode, Link = new() { TargetTypes = mode == VerifierMode.Linux && KernelTypeUse.IsIn(bpf) ? s_types.Value : null } };
        var linked = ProgramVerifier.Link(bpf, program, options);
        var spent = 0.0;
        for (var run = 0; run < runs * WarmUp && spent < Enough; run++)
        {
            report = ProgramVerifier.Verify(linked, options);
            least = Math.Min(least, report.Elapsed.TotalMilliseconds);
            spent += report.Elapsed.TotalMilliseconds;
        }

        var (time, refusal) = kernel.Load(bpf, program.Name, runs);
        return new(report!, least, time, refusal);
    }
}
