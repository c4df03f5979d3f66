using System.Globalization;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Verifier.Reporting;
using Sluice.Verifier.Tests.Vectors;

namespace Sluice.Verifier.Tests;

public sealed class ExplanationTests
{
    const string TwoErrors = """
          r2 = *(u32 *)(r1 + 12)
          if r2 == 1 goto other
          r0 = *(u8 *)(r10 - 1)
          exit
        other:
          r0 = *(u8 *)(r10 + 1)
          exit
        """;

    [Fact]
    public void Says_what_where_how_and_what_to_do()
    {
        var report = Verify("""
              r2 = *(u32 *)(r1 + 0)
              r3 = *(u32 *)(r1 + 4)
              r4 = r2
              r4 += 34
              if r4 > r3 goto out
              r2 = *(u32 *)(r2 + 34)
            out:
              r0 = 2
              exit
            """);
        Assert.Equal("""
            FAIL: xdp/main
              out-of-bounds packet access
                reads 4 bytes at packet offset 34, but only 34 bytes are known to be there
                main, insn 5: r2 = *(u32 *)(r2 + 34)
                path: insn 4 `if r4 > r3 goto +1` not taken
                try:  check `data + 38 > data_end` before this line
            """, RejectionText.Format(report));
    }

    [Fact]
    public void Leaves_out_branches_that_lead_there_either_way()
    {
        const string code = """
              r2 = *(u32 *)(r1 + 0)
              r3 = *(u32 *)(r1 + 4)
              r4 = r2
              r4 += 34
              if r4 > r3 goto out
              r5 = *(u8 *)(r2 + 0)
              if r5 == 1 goto +1
              r5 = 2
              if r5 == 3 goto +1
              r5 = 4
              r0 = *(u32 *)(r2 + 34)
            out:
              r0 = 2
              exit
            """;
        Assert.Equal([4], Verify(code).Rejections[0].Path.Select(step => step.Slot));
        // Which of them did not write the stack is what matters here.
        var path = Verify(code.Replace("r5 = 2", "*(u8 *)(r10 - 1) = 2", StringComparison.Ordinal).Replace("r0 = *(u32 *)(r2 + 34)", "r0 = *(u8 *)(r10 - 1)", StringComparison.Ordinal)).Rejections[0].Path;
        Assert.Contains(path, step => step is { Slot: 6, IsTaken: true });
    }

    [Fact]
    public void Points_into_the_source_where_the_object_has_it()
    {
        var bpf = BpfObject.Load(Path.Combine(TestData.CompiledObjects, "clang-19", "strings.o"));
        var text = RejectionText.Format(ProgramVerifier.Verify(Linker.Link(bpf, "indexes")));
        var lines = text.Split('\n');
        var shown = Array.FindIndex(lines, line => line.StartsWith("    strings.bpf.c:28:", StringComparison.Ordinal));
        var source = File.ReadLines(Path.Combine(TestData.CompiledObjects, "src", "strings.bpf.c")).ElementAt(27);
        var column = int.Parse(lines[shown].AsSpan()["    strings.bpf.c:28:".Length..lines[shown].IndexOf("   ", 4, StringComparison.Ordinal)], CultureInfo.InvariantCulture);
        var caret = lines[shown + 1].IndexOf("^ insn ", StringComparison.Ordinal);
        Assert.Equal(source[(column - 1)..], lines[shown][caret..]);
    }

    [Fact]
    public void Reports_the_first_error_or_all_independent_ones()
    {
        Assert.Single(Verify(TwoErrors).Rejections);
        var kinds = Verify(TwoErrors, new() { ReportAll = true }).Rejections.Select(rejection => rejection.Kind);
        Assert.Equal([RejectionKind.UninitialisedStack, RejectionKind.StackBounds], kinds.Order());
    }

    [Fact]
    public void Aligned_accesses_can_be_demanded()
    {
        const string code = """
              r2 = *(u32 *)(r1 + 0)
              r3 = *(u32 *)(r1 + 4)
              r4 = r2
              r4 += 34
              if r4 > r3 goto out
              r2 = *(u32 *)(r2 + 12)
            out:
              r0 = 2
              exit
            """;
        Assert.True(Verify(code).Passed);
        Assert.Equal(RejectionKind.Misaligned, Verify(code, new() { StrictAlignment = true }).Rejections.Single().Kind);
        Assert.True(Verify(code.Replace("+ 12", "+ 14", StringComparison.Ordinal), new() { StrictAlignment = true }).Passed);
    }

    [Fact]
    public void Every_class_has_a_title_and_a_name()
    {
        foreach (var kind in Enum.GetValues<RejectionKind>())
        {
            Assert.NotEmpty(kind.Title());
            Assert.Matches("^[a-z]+(-[a-z]+)*$", kind.Slug());
        }
    }

    static ProgramReport Verify(string code, VerifierOptions? options = null) =>
        ProgramVerifier.Verify(Linker.Link(new Vector("text", 1, "text", "xdp", null, null, "", code).Assemble(), "main"), options);
}
