using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Fuzzing;
using Sluice.Fuzzing.Generation;
using Sluice.Verifier.Reporting;
using Sluice.Verifier.Tests.Vectors;

namespace Sluice.Verifier.Tests.Kernel;

/// <summary>The running kernel and the verifier's Linux mode, vector by vector: every difference is listed, with its reason.</summary>
public sealed class KernelComparisonTests
{
    [Fact]
    public void Differs_from_the_kernel_where_the_list_says()
    {
        NeedKernel();
        var explained = Explained();
        var wrong = new List<string>();
        foreach (var vector in VectorFile.ReadAll().Where(vector => vector.Modes.Contains(VerifierMode.Linux)))
        {
            var bpf = vector.Assemble();
            if (!KernelVerdict.CanBeAsked(bpf))
                continue;
            var report = ProgramVerifier.Verify(bpf, KernelVerdict.Options).Programs[0];
            var refusal = KernelVerdict.Of(bpf);
            var differs = report.Passed != (refusal is null);
            if (report.Passed && refusal is not null)
                wrong.Add($"{vector}: accepted here, but the kernel says: {refusal}");
            else if (differs != explained.Remove($"{vector.File}: {vector.Name}"))
                wrong.Add($"{vector}: {(differs ? $"the kernel accepts it; here: {RejectionText.Format(report)}" : "is listed as different, but is not")}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Empty(explained);
    }

    // Programs of Click's elements are no program type of Linux's.
    public static IEnumerable<TheoryDataRow<string>> ExamplesForLinux =>
        ObjectTests.Examples.Where(row => !BpfObject.Load(row.Data).Programs.Any(program => ProgramTypeTable.Find(program.Type) is { IsOwn: true }));

    [Theory, MemberData(nameof(ExamplesForLinux))]
    public void Agrees_on_the_examples(string path)
    {
        NeedKernel();
        var bpf = BpfObject.Load(path);
        Assert.Null(KernelVerdict.Of(bpf));
        Assert.True(ProgramVerifier.Verify(bpf, KernelVerdict.Options).Passed);
    }

    [Fact]
    public void Accepts_no_random_program_that_the_kernel_refuses()
    {
        NeedKernel();
        var fuzz = new VerifierFuzz(new()
        {
            Seed = 42,
            Programs = 1_000,
            Seeds = [.. SeedPrograms.Find(TestData.Examples), .. SeedPrograms.Find(TestData.CompiledObjects)],
            Trial = new() { Options = new() { Mode = VerifierMode.Linux, Effort = VerifierFuzzSettings.QuickEffort }, AsksKernel = true },
        });
        var found = fuzz.Run(TestContext.Current.CancellationToken);
        Assert.True(found.Count == 0, string.Join('\n', found));
        Assert.True(fuzz.Progress.Run >= 1_000, $"only {fuzz.Progress}");
    }

    static void NeedKernel()
    {
        if (KernelVerdict.Obstacle is { } obstacle)
            Assert.Skip(obstacle);
    }

    // A line each: file, name, reason.
    static HashSet<string> Explained() =>
        [.. File.ReadLines(Path.Combine(TestData.Vectors, "..", "kernel-differences.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line[..line.IndexOf(" | ", StringComparison.Ordinal)].Trim())];
}
