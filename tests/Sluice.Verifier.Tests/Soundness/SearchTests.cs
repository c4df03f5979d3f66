using Sluice.Bpf.Assembly;
using Sluice.Bpf.Linking;
using Sluice.Fuzzing;
using Sluice.Fuzzing.Running;

namespace Sluice.Verifier.Tests.Soundness;

/// <summary>The search itself: it finds what a verifier that errs accepts, and makes it short.</summary>
public sealed class SearchTests
{
    const string Nine = """
        .program main section="xdp"
          r6 = 9
          *(u64 *)(r10 - 8) = r6
          r0 = 2
          exit
        """;

    [Fact]
    public void Finds_and_shrinks_what_is_wrongly_accepted()
    {
        var found = new VerifierFuzz(new() { Seed = 7, Time = TimeSpan.FromMinutes(1), Trial = new() { Verifier = AcceptAll } }).Run(TestContext.Current.CancellationToken);
        var example = found[0];
        Assert.Contains("instruction", example.Failure, StringComparison.Ordinal);
        var bpf = Assembler.AssembleObject(example.Text);
        using var runner = new TrialRunner(new() { Verifier = AcceptAll });
        Assert.Equal(TrialOutcome.Broken, runner.Try(new(bpf, bpf.Programs[0], "found"), 0, 64).Outcome);
        Assert.InRange(bpf.Programs[0].Function.Instructions.Length, 1, 6);
    }

    [Theory]
    [InlineData("r6 = 9", "r6 = 8", "r6 is 0x8 (8), proved to be 9")]
    [InlineData("*(u64 *)(r10 - 8) = r6", "*(u64 *)(r10 - 8) = 7", "[frame 0, -8] is 0x7 (7), proved to be 9")]
    [InlineData("r6 = 9", "r6 = r10", "proved to be 9")]
    public void Notices_a_state_that_was_not_proved(string proved, string run, string expected)
    {
        var other = Linker.Link(Assembler.AssembleObject(Nine), "main");
        var bpf = Assembler.AssembleObject(Nine.Replace(proved, run, StringComparison.Ordinal));
        using var runner = new TrialRunner(new() { Contains = true, Verifier = (_, options) => ProgramVerifier.Verify(other, options) });
        var trial = runner.Try(new(bpf, bpf.Programs[0], "changed"), 0, 1);
        Assert.Equal(TrialOutcome.Broken, trial.Outcome);
        Assert.Contains(expected, trial.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Notices_more_instructions_than_were_proved()
    {
        var bpf = Assembler.AssembleObject(Nine);
        using var runner = new TrialRunner(new() { Contains = true, Verifier = (program, options) => ProgramVerifier.Verify(program, options) with { InstructionBound = 3 } });
        Assert.Contains("more than the proved 3", runner.Try(new(bpf, bpf.Programs[0], "bound"), 0, 1).Failure, StringComparison.Ordinal);
    }

    static ProgramReport AcceptAll(LinkedProgram program, VerifierOptions options) =>
        ProgramVerifier.Verify(program, options) is { Passed: true } passed ? passed
        : new("", program.Name, program.Spec.Type) { InstructionBound = 1 };
}
