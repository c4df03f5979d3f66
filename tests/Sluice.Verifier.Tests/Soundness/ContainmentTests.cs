using Sluice.Bpf.Assembly;
using Sluice.Fuzzing.Generation;
using Sluice.Fuzzing.Running;
using Sluice.Verifier.Tests.Vectors;

namespace Sluice.Verifier.Tests.Soundness;

/// <summary>Before each instruction of a run, registers and stack lie in a state that was proved there.</summary>
public sealed class ContainmentTests
{
    const int Runs = 10;

    static readonly TrialSettings s_settings = new() { Contains = true, MaxInstructions = 50_000 };

    public static TheoryData<string> Objects =>
        [TestData.Examples, .. Directory.EnumerateDirectories(TestData.CompiledObjects, "clang-*").Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Objects))]
    public void Holds_for_what_compilers_make(string folder)
    {
        using var runner = new TrialRunner(s_settings);
        var outcomes = SeedPrograms.Find(folder).Select(subject => (subject.Origin, Trial: runner.Try(subject, 1, Runs))).ToList();
        Assert.Empty(outcomes.Where(outcome => outcome.Trial.Outcome == TrialOutcome.Broken).Select(outcome => $"{outcome.Origin}: {outcome.Trial.Failure}"));
        Assert.True(outcomes.Count(outcome => outcome.Trial.Outcome == TrialOutcome.Held) >= outcomes.Count / 2, string.Join('\n', outcomes));
    }

    [Fact]
    public void Holds_for_the_vectors()
    {
        using var runner = new TrialRunner(s_settings);
        var (broken, held) = (new List<string>(), 0);
        foreach (var vector in VectorFile.ReadAll().Where(vector => vector.Expected is null))
        {
            var bpf = vector.Assemble();
            var trial = runner.Try(new(bpf, bpf.FindProgram("main")!, vector.ToString()), vector.Line, Runs);
            held += trial.Outcome == TrialOutcome.Held ? 1 : 0;
            if (trial.Outcome == TrialOutcome.Broken)
                broken.Add($"{vector}: {trial.Failure}");
        }

        Assert.Empty(broken);
        Assert.True(held > 100, $"only {held} vectors could be run");
    }

    public static IEnumerable<TheoryDataRow<string>> Regressions =>
        Directory.EnumerateFiles(TestData.Regressions, "*.s").Order(StringComparer.Ordinal)
            .Select(path => new TheoryDataRow<string>(path) { TestDisplayName = Path.GetFileName(path) });

    [Theory, MemberData(nameof(Regressions))]
    public void Holds_for_what_was_once_a_counter_example(string path)
    {
        var bpf = Assembler.AssembleObject(File.ReadAllText(path), path);
        foreach (var mode in Enum.GetValues<VerifierMode>())
        {
            using var runner = new TrialRunner(s_settings with { Options = new() { Mode = mode } });
            var trial = runner.Try(new(bpf, bpf.Programs[0], path), 1, 64);
            Assert.True(trial.Outcome is TrialOutcome.Held or TrialOutcome.Rejected, $"{mode}: {trial.Outcome} {trial.Failure}");
        }
    }
}
