using System.Collections.Immutable;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Verifier.Flow;

namespace Sluice.Verifier.Inspection;

/// <summary>A program's control flow, as the verifier follows it.</summary>
/// <param name="Functions">The functions; the first is the entry.</param>
public sealed record ProgramGraph(ImmutableArray<GraphFunction> Functions)
{
    /// <summary>The control flow of a program; without functions if its code is malformed.</summary>
    public static ProgramGraph Of(LinkedProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        try
        {
            ProgramChecker.Check(program);
        }
        catch (BpfFormatException)
        {
            return new([]);
        }

        var code = new ProgramCode(program);
        return new([.. program.Functions.Select(function => new GraphFunction(function.Name,
            [.. code.FlowAt(function.Start).Blocks.Select(block => Block(code, block))]))]);
    }

    static GraphBlock Block(ProgramCode code, Block block) => new(block.Start, block.Last, block.Next?.Start, block.Target?.Start,
        code.Forms[block.Last]!.Operation == Operation.CallLocal ? code.CalleeOf(block.Last) : null, block.IsLoopHead);
}
