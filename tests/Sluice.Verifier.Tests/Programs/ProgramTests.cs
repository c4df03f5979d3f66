using Sluice.Bpf.Objects;
using Sluice.Verifier.Reporting;
using Sluice.Verifier.Tests.Kernel;

namespace Sluice.Verifier.Tests.Programs;

/// <summary>Programs of the size and the style of those in use: what the kernel accepts passes, every deliberate bug is found.</summary>
public sealed class ProgramTests
{
    static readonly (int Version, string Optimisation, string Cpu)[] s_builds =
    [
        (14, "-O2", "v2"), (14, "-O1", "v3"), (16, "-O2", "v3"), (16, "-O1", "v2"), (19, "-O2", "v4"), (19, "-O1", "v4"), (19, "-O2", "v2"),
    ];

    public static IEnumerable<TheoryDataRow<string>> Sources => Source.All.Select(source => new TheoryDataRow<string>(source.Name));

    public static IEnumerable<TheoryDataRow<string, int>> Builds =>
        Source.All.SelectMany(source => Enumerable.Range(0, s_builds.Length).Where(build => s_builds[build].Version >= source.Clang).Select(build => new TheoryDataRow<string, int>(source.Name, build)
        {
            TestDisplayName = $"{source.Name} {s_builds[build]}",
        }));

    public static IEnumerable<TheoryDataRow<string, int>> Bugs =>
        Source.All.SelectMany(source => source.Bugs.Select(bug => new TheoryDataRow<string, int>(source.Name, bug.Number)));

    [Theory, MemberData(nameof(Sources))]
    public void Proves_what_is_right(string name)
    {
        var bpf = BpfObject.Load(Find(name).Object);
        Assert.Null(KernelVerdict.Of(bpf));
        DemandPass(bpf, VerifierMode.Linux);
        // Functions of the kernel do not exist in process.
        if (bpf.Programs.All(program => ProgramVerifier.Link(bpf, program).KernelCalls.IsEmpty))
            DemandPass(bpf, VerifierMode.Sluice);
    }

    [Theory, MemberData(nameof(Builds))]
    public void Proves_what_other_compilers_make_if_the_kernel_does(string name, int build)
    {
        var (version, optimisation, cpu) = s_builds[build];
        var bpf = Clang.Build(Find(name), version, optimisation, cpu, 0);
        if (KernelVerdict.Of(bpf) is null)
            DemandPass(bpf, VerifierMode.Linux);
    }

    [Theory, MemberData(nameof(Bugs))]
    public void Finds_the_bug(string name, int number)
    {
        var source = Find(name);
        var bug = source.Bugs.Single(bug => bug.Number == number);
        var bpf = Clang.Build(source, 19, "-O2", "v3", number);
        if (KernelVerdict.CanBeAsked(bpf))
            Assert.Equal(bug.IsAccepted, KernelVerdict.Of(bpf) is null);
        var report = ProgramVerifier.Verify(bpf, KernelVerdict.Options);
        var text = string.Join('\n', report.Programs.Select(RejectionText.Format));
        Assert.False(report.Passed, text);
        Assert.True(report.Programs.First(program => !program.Passed).Rejections[0].Kind.Slug() == bug.Class, text);
    }

    static Source Find(string name) => Source.All.Single(source => source.Name == name);

    static void DemandPass(BpfObject bpf, VerifierMode mode)
    {
        var report = ProgramVerifier.Verify(bpf, mode == VerifierMode.Linux ? KernelVerdict.Options : new());
        Assert.True(report.Passed, $"{mode}: {string.Join('\n', report.Programs.Select(RejectionText.Format))}");
        Assert.All(report.Programs, program => Assert.InRange(program.InstructionBound, 1u, ulong.MaxValue));
    }
}
