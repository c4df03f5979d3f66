using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Verifier.Reporting;

namespace Sluice.Verifier.Tests;

public sealed class ObjectTests
{
    public static IEnumerable<TheoryDataRow<string>> Examples =>
        Directory.EnumerateFiles(TestData.Examples, "*.bpf.o", SearchOption.AllDirectories)
            .Select(path => new TheoryDataRow<string>(path) { TestDisplayName = Path.GetFileName(path) });

    public static IEnumerable<TheoryDataRow<string>> Compiled =>
        Directory.EnumerateFiles(TestData.CompiledObjects, "*.o", SearchOption.AllDirectories)
            .Select(path => new TheoryDataRow<string>(path) { TestDisplayName = Path.GetRelativePath(TestData.CompiledObjects, path) });

    [Theory, MemberData(nameof(Examples))]
    public void Proves_every_example_in_the_modes_that_it_is_for(string path)
    {
        var bpf = BpfObject.Load(path);
        var isOwn = bpf.Programs.Any(program => ProgramTypeTable.Find(program.Type) is { IsOwn: true });
        foreach (var mode in Enum.GetValues<VerifierMode>().Where(mode => mode == VerifierMode.Sluice || !isOwn))
        {
            var report = ProgramVerifier.Verify(bpf, new() { Mode = mode });
            Assert.True(report.Passed, string.Join('\n', report.Programs.Select(RejectionText.Format)));
            Assert.All(report.Programs, program => Assert.InRange(program.InstructionBound, 1u, 1_000_000u));
        }
    }

    // One program follows pointers that only its own data section holds, which Linux refuses as well.
    [Theory, MemberData(nameof(Compiled))]
    public void Proves_what_compilers_make(string path)
    {
        var bpf = BpfObject.Load(path);
        foreach (var program in bpf.Programs)
        {
            if (Link(bpf, program) is not { } linked)
                continue;
            var report = ProgramVerifier.Verify(linked);
            Assert.True(report.Passed != (program.Name == "indexes"), RejectionText.Format(report));
        }
    }

    public static IEnumerable<TheoryDataRow<string>> Packages =>
        Directory.EnumerateFiles(TestData.Packages, "*.bpf.o", SearchOption.AllDirectories)
            .Select(path => new TheoryDataRow<string>(path) { TestDisplayName = Path.GetFileName(path) });

    [Theory, MemberData(nameof(Packages))]
    public void Proves_functions_of_packages_alone(string path)
    {
        var bpf = BpfObject.Load(path);
        foreach (var mode in Enum.GetValues<VerifierMode>())
        {
            var report = ProgramVerifier.Verify(bpf, new() { Mode = mode });
            Assert.NotEmpty(report.Programs);
            Assert.True(report.Passed, string.Join('\n', report.Programs.Select(RejectionText.Format)));
        }
    }

    [Fact]
    public void Refuses_a_function_of_another_context()
    {
        var bpf = BpfObject.Load(Path.Combine(TestData.Packages, "hike_default", "ip6_set_ecn.bpf.o"));
        var function = ObjectFunctions.Of(bpf, bpf.FindFunction("ip6_set_ecn")!, ProgramType.SchedClassifier);
        Assert.True(function.IsFunction);
        var report = ProgramVerifier.Verify(ProgramVerifier.Link(bpf, function));
        Assert.Equal("FAIL: function/ip6_set_ecn", report.ToString());
        Assert.Equal(RejectionKind.NullPointer, report.Rejections[0].Kind); // What is no context is memory, which may be null.
    }

    static LinkedProgram? Link(BpfObject bpf, ProgramSpec program)
    {
        try
        {
            return Linker.Link(bpf, program);
        }
        catch (BpfLinkException)
        {
            return null; // It names what only a running kernel has.
        }
    }
}
