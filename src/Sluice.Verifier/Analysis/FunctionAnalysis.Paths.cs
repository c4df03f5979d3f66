using System.Collections.Immutable;
using Sluice.Bpf.Assembly;

namespace Sluice.Verifier.Analysis;

// How a rejection was reached, for its explanation.
sealed partial class FunctionAnalysis
{
    const int ShownSteps = 6;

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
            Path = PathTo(node),
        });
    }

    // The last branches, callers included; a source line that branches several times is told once.
    ImmutableArray<PathStep> PathTo(Node node)
    {
        var steps = new List<PathStep>();
        var (analysis, at) = (this, node);
        while (steps.Count < ShownSteps)
        {
            if (at.Parent is not { } parent)
            {
                if (analysis._caller is not { } caller)
                    break;
                (analysis, at) = (caller.Analysis, caller.Node);
                continue;
            }

            if (_context.Code.Forms[parent.Block.Last]!.IsConditionalJump)
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

    PathStep StepAt(int slot, bool taken)
    {
        var program = _context.Code.Program;
        var line = program.LineAt(slot);
        return line is { } source
            ? new(slot, source.Line, source.Text, taken)
            : new(slot, 0, Disassembler.Format(program.Instructions.AsSpan(), slot), taken);
    }
}
