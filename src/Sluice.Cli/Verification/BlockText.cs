using Sluice.Verifier.Inspection;

namespace Sluice.Cli.Verification;

/// <summary>What was proved at the start of each block, for people.</summary>
static class BlockText
{
    const int Shown = 8;

    public static void Write(TextWriter output, VerifiedProgram verified)
    {
        foreach (var function in ProgramGraph.Of(verified.Program).Functions)
        {
            output.WriteLine($"  {function.Name}");
            foreach (var block in function.Blocks)
                Write(output, block, verified.Report.ProvedStates!.Describe(block.Start));
        }
    }

    static void Write(TextWriter output, GraphBlock block, IReadOnlyList<IReadOnlyList<string>> states)
    {
        var ways = new[] { block.Target is { } target ? $"insn {target} by its jump" : null, block.Next is { } next ? $"insn {next}" : null }.OfType<string>();
        output.WriteLine($"    insn {block.Start} to {block.Last}{(block.IsLoopHead ? ", head of a loop" : "")}; goes on at {string.Join(" or ", ways.DefaultIfEmpty("the end"))}");
        if (states.Count == 0)
            output.WriteLine("      not reached");
        for (var index = 0; index < Math.Min(Shown, states.Count); index++)
            output.WriteLine($"      {(index == 0 ? "" : "or ")}{string.Join(", ", states[index].DefaultIfEmpty("nothing is known"))}");
        if (states.Count > Shown)
            output.WriteLine($"      or {states.Count - Shown} more");
    }
}
