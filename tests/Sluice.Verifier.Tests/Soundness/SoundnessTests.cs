using Sluice.Fuzzing;
using Sluice.Fuzzing.Generation;

namespace Sluice.Verifier.Tests.Soundness;

/// <summary>Whatever the verifier accepts runs without a fault, comes to an end, and stays within what was proved.</summary>
/// <remarks><c>sluice fuzz verifier</c> goes on for longer; what it finds becomes a file in testdata/regressions.</remarks>
public sealed class SoundnessTests(ITestOutputHelper output)
{
    const int Seed = 42;

    [Theory, InlineData(VerifierMode.Sluice), InlineData(VerifierMode.Linux)]
    public void Accepted_programs_do_not_fault(VerifierMode mode) =>
        Search(new() { Seed = Seed, Trial = new() { Options = new() { Mode = mode, Effort = VerifierFuzzSettings.QuickEffort } }, Programs = 10_000, Seeds = Seeds() });

    [Fact]
    public void Runs_stay_within_what_was_proved() => Search(new() { Seed = Seed + 1, Programs = 500, Seeds = Seeds(), Trial = new() { Options = new() { Effort = VerifierFuzzSettings.QuickEffort }, Contains = true } });

    [Fact]
    public void A_number_gives_the_same_program_again()
    {
        VerifierFuzz first = new(new() { Seed = Seed, Seeds = Seeds() }), second = new(new() { Seed = Seed, Seeds = Seeds() });
        for (var number = 0; number < 50; number++)
            Assert.Equal(first.Make(number).Program.Function.Instructions, second.Make(number).Program.Function.Instructions);
    }

    static System.Collections.Immutable.ImmutableArray<Subject> Seeds() =>
        [.. SeedPrograms.Find(TestData.Examples), .. SeedPrograms.Find(TestData.CompiledObjects)];

    void Search(VerifierFuzzSettings settings)
    {
        var fuzz = new VerifierFuzz(settings);
        var found = fuzz.Run(TestContext.Current.CancellationToken);
        output.WriteLine($"seed {settings.Seed}: {fuzz.Progress}");
        Assert.True(found.Count == 0, string.Join('\n', found));
        Assert.True(fuzz.Progress.Run >= settings.Programs, $"only {fuzz.Progress} were accepted and run");
    }
}
