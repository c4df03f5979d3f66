using Sluice.Bpf.Instructions;
using Sluice.Verifier.Domain;
using Sluice.Verifier.Flow;
using Sluice.Verifier.States;
using Sluice.Verifier.Termination;

namespace Sluice.Verifier.Analysis;

// Running blocks again, for proofs of termination. Every state that is run here was accepted before.
sealed partial class FunctionAnalysis
{
    /// <inheritdoc/>
    public Dictionary<int, Step> StepsOf(Node node)
    {
        var tracker = new StepTracker(_context.Code);
        _context.Pool.Return(Replay(node, tracker));
        return tracker.Result();
    }

    /// <inheritdoc/>
    public Value ValueOn(Node node, Node successor, int variable)
    {
        var form = _context.Code.Forms[node.Block.Last]!;
        if (form.Operation == Operation.CallLocal && (variable < 6 || Variable.IsCell(variable)))
            return Value.Uninitialised;
        var state = Replay(node, null);
        var value = form.IsConditionalJump && form.Operation != Operation.MayGoto
            ? ValueBehind(state, node.Block, successor.Block, form, variable)
            : Read(state, variable);
        _context.Pool.Return(state);
        return value;
    }

    Value ValueBehind(AbstractState state, Block block, Block successor, InstructionForm form, int variable)
    {
        Value? result = null;
        foreach (var taken in new[] { true, false })
        {
            if ((taken ? block.Target : block.Next) != successor)
                continue;
            var way = _context.Pool.Copy(state);
            _transfer.At(way, block.Last);
            var isPossible = _transfer.Assume(way, _context.Code.Instructions[block.Last], form, taken);
            var value = Read(way, variable);
            _context.Pool.Return(way);
            if (!isPossible)
                continue;
            result = result is { } other ? value with { Number = value.Number.Join(other.Number) } : value;
        }

        return result ?? Value.Constant(0);
    }

    // The state at a node's start; a copy. One that was not kept follows from its parent's.
    AbstractState StateAt(Node node)
    {
        if (node.HasState)
            return _context.Pool.Copy(node.State);
        var parent = node.Parent!;
        var state = Replay(parent, null);
        var form = _context.Code.Forms[parent.Block.Last]!;
        if (form.IsConditionalJump && form.Operation != Operation.MayGoto)
        {
            _transfer.At(state, parent.Block.Last);
            _transfer.Assume(state, _context.Code.Instructions[parent.Block.Last], form, node.IsByJump);
        }

        Forget(state, node.Block.LiveIn, 0);
        return state;
    }

    AbstractState Replay(Node node, StepTracker? tracker)
    {
        var state = StateAt(node);
        tracker?.Begin(state);
        var code = _context.Code;
        for (var slot = node.Block.Start; slot < node.Block.End; slot += code.Forms[slot]!.Slots)
        {
            var form = code.Forms[slot]!;
            if (form.Operation == Operation.CallLocal)
                tracker?.Call(state);
            if (form.IsJump || form.Operation is Operation.Exit or Operation.CallLocal)
                break;
            tracker?.Follow(state, slot);
            _transfer.Run(state, slot);
            tracker?.Prune(state);
            if (form.Operation != Operation.CallHelper || _transfer.Callback is null)
                continue;
            // What the callback did to the stack is in none of these states.
            tracker?.ForgetStack();
            state.Frame.Blur(0, StackFrame.Size);
        }

        return state;
    }

    static Value Read(AbstractState state, int variable)
    {
        if (!Variable.IsCell(variable))
            return state.Registers[variable];
        var (start, size) = Variable.PlaceOf(variable);
        var index = state.Frame.Find(start, size);
        return index >= 0 ? state.Frame.Cells[index].Value : state.Frame.Zero.HasAll(start, size) ? Value.Constant(0) : Value.Uninitialised;
    }
}
