using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Kernel;
using Sluice.Kernel.Errors;
using Sluice.Verifier.Reporting;
using Sluice.Verifier.Tests.Vectors;

namespace Sluice.Verifier.Tests.Kernel;

/// <summary>The running kernel and the verifier's Linux mode, vector by vector: every difference is listed, with its reason.</summary>
public sealed class KernelComparisonTests
{
    static readonly Version s_described = new(6, 18);

    [Fact]
    public void Differs_from_the_kernel_where_the_list_says()
    {
        NeedKernel();
        using var kernel = new KernelEngine();
        var explained = Explained();
        var wrong = new List<string>();
        foreach (var vector in VectorFile.ReadAll().Where(vector => vector.Modes.Contains(VerifierMode.Linux)))
        {
            var bpf = vector.Assemble();
            var report = ProgramVerifier.Verify(Linker.Link(bpf, "main"), new() { Mode = VerifierMode.Linux });
            var refusal = RefusalOf(kernel, bpf);
            var differs = report.Passed != (refusal is null);
            if (report.Passed && refusal is not null)
                wrong.Add($"{vector}: accepted here, but the kernel says: {refusal}");
            else if (differs != explained.Remove($"{vector.File}: {vector.Name}"))
                wrong.Add($"{vector}: {(differs ? $"the kernel accepts it; here: {RejectionText.Format(report)}" : "is listed as different, but is not")}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Empty(explained);
    }

    [Theory, MemberData(nameof(ObjectTests.Examples), MemberType = typeof(ObjectTests))]
    public void Agrees_on_the_examples(string path)
    {
        NeedKernel();
        using var kernel = new KernelEngine();
        var bpf = BpfObject.Load(path);
        Assert.Null(RefusalOf(kernel, bpf));
        Assert.True(ProgramVerifier.Verify(bpf, new() { Mode = VerifierMode.Linux }).Passed);
    }

    static string? RefusalOf(KernelEngine kernel, BpfObject bpf)
    {
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

    static void NeedKernel()
    {
        if (!OperatingSystem.IsLinux() || Environment.OSVersion.Version < s_described)
            Assert.Skip($"the differences are listed for Linux {s_described}");
        try
        {
            using var kernel = new KernelEngine();
            kernel.Load(new Vector("need", 0, "need", "xdp", null, null, "", "r0 = 2\nexit").Assemble()).Dispose();
        }
        catch (Exception refusal) when (refusal is KernelException or PlatformNotSupportedException)
        {
            Assert.Skip($"programs cannot be loaded here: {refusal.Message}");
        }
    }

    // A line each: file, name, reason.
    static HashSet<string> Explained() =>
        [.. File.ReadLines(Path.Combine(TestData.Vectors, "..", "kernel-differences.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line[..line.IndexOf(" | ", StringComparison.Ordinal)].Trim())];
}
