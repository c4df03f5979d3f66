using Sluice.Bpf.Linking;
using Sluice.Verifier.Reporting;

namespace Sluice.Verifier.Tests.Vectors;

public sealed class VectorTests
{
    public static IEnumerable<TheoryDataRow<string>> Names =>
        VectorFile.ReadAll().Select(vector => new TheoryDataRow<string>(vector.ToString()) { TestDisplayName = vector.ToString() });

    [Theory, MemberData(nameof(Names))]
    public void Says_what_the_vector_says(string name)
    {
        var vector = VectorFile.ReadAll().Single(vector => vector.ToString() == name);
        var program = Linker.Link(vector.Assemble(), "main");
        foreach (var mode in vector.Modes)
        {
            var report = ProgramVerifier.Verify(program, new() { Mode = mode });
            var text = $"{mode}: {RejectionText.Format(report)}";
            if (vector.Expected is null)
            {
                Assert.True(report.Passed, text);
                continue;
            }

            Assert.False(report.Passed, text);
            var rejection = report.Rejections[0];
            Assert.True(rejection.Kind.Slug() == vector.Expected, text);
            Assert.True(rejection.Reason.Contains(vector.Fragment, StringComparison.Ordinal), text);
        }
    }

    [Fact]
    public void Names_are_unique() =>
        Assert.Empty(VectorFile.ReadAll().GroupBy(vector => (vector.File, vector.Name)).Where(group => group.Count() > 1).Select(group => group.Key));
}
