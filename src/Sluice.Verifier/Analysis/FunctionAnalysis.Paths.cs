using System.Collections.Immutable;
using Sluice.Bpf.Assembly;
using Sluice.Verifier.Flow;

namespace Sluice.Verifier.Analysis;

// How a rejection was reached, for its explanation.
sealed partial class FunctionAnalysis
{
    const int ShownSteps = 6, LookedAt = 200;

    // What some paths bring along and others do not: any branch may have done it, also one whose ways meet again.
    static readonly RejectionKind[] s_ofPaths =
    [
        RejectionKind.UninitialisedRegister, RejectionKind.UninitialisedStack, RejectionKind.MixedTypes, RejectionKind.NullPointer,
        RejectionKind.StalePointer, RejectionKind.ReferenceLeak, RejectionKind.BadRelease, RejectionKind.Lock, RejectionKind.ReturnValue,
    ];

    RejectedException Explained(RejectedException exception, Node node)
    {
        var rejection = exception.Rejection;
        if (rejection.Instruction.Length > 0)
            return exception;
        var program = _context.Code.Program;
        var slot = rejection.Slot;
        return new(rejection with
        {
            Instruction = Disassembler.Format(program.Instructions.AsSpan(), slot),
            Function = program.FunctionAt(slot).Name,
            Line = program.LineAt(slot),
            Path = PathTo(node, rejection.Kind),
        });
    }

    // The last branches that matter, callers included; a source line that branches several times is told once.
    ImmutableArray<PathStep> PathTo(Node node, RejectionKind kind)
    {
        var steps = new List<PathStep>();
        var isOfPath = s_ofPaths.Contains(kind);
        var (analysis, at, goal) = (this, node, node.Block);
        var seen = new int[_flow.Blocks.Length];
        for (var looked = 0; steps.Count < ShownSteps && looked < LookedAt; looked++)
        {
            if (at.Parent is not { } parent)
            {
                if (analysis._caller is not { } caller)
                    break;
                (analysis, at, goal) = (caller.Analysis, caller.Node, caller.Node.Block);
                seen = new int[analysis._flow.Blocks.Length];
                continue;
            }

            if (_context.Code.Forms[parent.Block.Last]!.IsConditionalJump && (isOfPath || Decides(parent.Block, at.IsByJump, goal, seen, looked + 1)))
            {
                var step = StepAt(parent.Block.Last, at.IsByJump);
                if (steps.Count == 0 || step.Line == 0 || steps[^1].Line != step.Line)
                    steps.Add(step);
            }

            at = parent;
        }

        steps.Reverse();
        return [.. steps];
    }

    // Would the other way, unless it comes back here, have led elsewhere? The marks of earlier questions are older.
    static bool Decides(Block branch, bool byJump, Block goal, int[] seen, int mark)
    {
        var pending = new Stack<Block?>([byJump ? branch.Next : branch.Target]);
        seen[branch.Index] = mark;
        while (pending.TryPop(out var block))
        {
            if (block == goal)
                return false;
            if (block is null || seen[block.Index] == mark)
                continue;
            seen[block.Index] = mark;
            pending.Push(block.Next);
            pending.Push(block.Target);
        }

        return true;
    }

    PathStep StepAt(int slot, bool taken)
    {
        var program = _context.Code.Program;
        var line = program.LineAt(slot);
        return line is { } source
            ? new(slot, source.Line, source.Text, taken)
            : new(slot, 0, Disassembler.Format(program.Instructions.AsSpan(), slot), taken);
    }
}
