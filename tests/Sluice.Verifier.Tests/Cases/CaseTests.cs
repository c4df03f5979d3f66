using Sluice.Bpf.Objects;
using Sluice.Verifier.Reporting;
using Sluice.Verifier.Tests.Kernel;

namespace Sluice.Verifier.Tests.Cases;

/// <summary>Small programs in C, each about one rule of Linux: both sides of it, by the verifier and by the running kernel.</summary>
public sealed class CaseTests
{
    public static IEnumerable<TheoryDataRow<string>> Names =>
        Case.All.Select(known => new TheoryDataRow<string>(known.ToString()) { TestDisplayName = known.ToString() });

    [Theory, MemberData(nameof(Names))]
    public void Says_what_Linux_says(string name)
    {
        if (KernelVerdict.Options.Link.TargetTypes is null)
            Assert.Skip("the running kernel does not describe its types");
        var known = Case.All.Single(known => known.ToString() == name);
        var bpf = BpfObject.Load(known.File);
        var report = ProgramVerifier.Verify(ProgramVerifier.Link(bpf, bpf.FindProgram(known.Program)!, KernelVerdict.Options), KernelVerdict.Options);
        var text = RejectionText.Format(report);
        if (KernelVerdict.CanBeAsked(bpf, known.Program))
        {
            var refusal = KernelVerdict.Of(bpf, known.Program);
            if (refusal?.Contains("find the address", StringComparison.Ordinal) == true)
                Assert.Skip($"the running kernel keeps no addresses of its variables (CONFIG_KALLSYMS_ALL): {refusal}");
            Assert.True(refusal is null == (known.Expected is null || known.IsStricter), $"the kernel: {refusal ?? "accepted"}\nhere: {text}");
        }

        Assert.True(report.Passed == (known.Expected is null), text);
        if (known.Expected is not null)
            Assert.True(report.Rejections[0].Kind.Slug() == known.Expected, text);
    }

    [Fact]
    public void Both_sides_of_the_rules_are_there()
    {
        Assert.Contains(Case.All, known => known.Expected is null);
        Assert.Contains(Case.All, known => known.Expected is not null);
    }
}
