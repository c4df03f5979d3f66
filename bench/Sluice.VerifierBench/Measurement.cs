using Sluice.Bpf.Objects;
using Sluice.Verifier;

namespace Sluice.VerifierBench;

/// <summary>What one program cost, here and in the kernel.</summary>
/// <param name="Name">The object's file and the program.</param>
/// <param name="Program">The program's report.</param>
/// <param name="Milliseconds">The least of several runs.</param>
/// <param name="Kernel">What the kernel says of it.</param>
sealed record Measurement(string Name, ProgramReport Program, double Milliseconds, KernelAnswer Kernel)
{
    // Runs here for each run of the kernel, so that the runtime has compiled what it measures.
    const int WarmUp = 10;

    // Programs that take long are not run that often.
    const double Enough = 3_000;

    /// <summary>Measures one program of an object. For Linux, programs that handle kernel objects are verified against the running
    /// kernel, as they are loaded into it.</summary>
    public static Measurement Of(string name, BpfObject bpf, ProgramSpec program, KernelTimes kernel, int runs, VerifierMode mode)
    {
        var (least, report) = (double.MaxValue, (ProgramReport?)null);
        var options = new VerifierOptions { Mode = mode, Link = new() { TargetTypes = mode == VerifierMode.Linux && KernelTypeUse.IsIn(bpf) ? KernelTimes.Types : null } };
        var linked = ProgramVerifier.Link(bpf, program, options);
        var spent = 0.0;
        for (var run = 0; run < runs * WarmUp && spent < Enough; run++)
        {
            report = ProgramVerifier.Verify(linked, options);
            least = Math.Min(least, report.Elapsed.TotalMilliseconds);
            spent += report.Elapsed.TotalMilliseconds;
        }

        return new(name, report!, least, kernel.Load(bpf, program.Name, runs));
    }
}
