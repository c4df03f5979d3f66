using Sluice.Bpf.Linking;
using Sluice.Verifier.Reporting;
using Sluice.VerifierBench;

namespace Sluice.Verifier.Tests;

/// <summary>The work grows with the program: programs of the families that <c>bench/verifier</c> measures, ten times as large.</summary>
public sealed class CostTests
{
    const int Small = 600;

    public static IEnumerable<TheoryDataRow<string>> Families =>
        Family.All.Select(family => new TheoryDataRow<string>(family.Name) { TestDisplayName = family.Name });

    [Theory, MemberData(nameof(Families))]
    public void Memory_and_work_are_near_linear(string name)
    {
        var family = Family.All.Single(family => family.Name == name);
        var (small, large) = (Verify(family, Small), Verify(family, Small * 10));
        Assert.InRange(large.InstructionsVisited, 0, small.InstructionsVisited * 15);
        // What is allocated whatever the size, such as tables that are built once, counts for the small one too.
        Assert.InRange(large.AllocatedBytes, 0, (small.AllocatedBytes + 100_000) * 15);
    }

    static ProgramReport Verify(Family family, int instructions)
    {
        var report = ProgramVerifier.Verify(Linker.Link(family.Make(instructions), "main"));
        Assert.True(report.Passed == family.MustPass, RejectionText.Format(report));
        return report;
    }
}
