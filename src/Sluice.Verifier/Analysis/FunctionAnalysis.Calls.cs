using Sluice.Bpf.Platform;
using Sluice.Verifier.Domain;
using Sluice.Verifier.States;
using Sluice.Verifier.Termination;

namespace Sluice.Verifier.Analysis;

// Calls of the program's own functions, by the program and by helpers.
sealed partial class FunctionAnalysis
{
    const int WidenedCallbacks = 3, FarCallbacks = 12, MaxCallbackRounds = 40;

    int Depth => _caller?.Depth ?? 0;

    ulong Call(Node node, AbstractState state, int slot)
    {
        var callee = _context.Code.CalleeOf(slot);
        if (_context.GlobalAt(callee) is { } global)
        {
            _transfer.At(state, slot);
            _transfer.CallGlobal(global);
            var bound = _context.BoundOf(global);
            Arrive(node.Block.Next!, state, node, false);
            return bound;
        }

        Forget(state, node.Block.Next!.LiveIn, 6);
        var result = Enter(node, state, slot, callee, FunctionRole.SubProgram, null);
        _context.Pool.Return(state);
        foreach (var exit in result.Exits)
            Arrive(node.Block.Next!, Return(exit), node, false);
        return result.Bound;
    }

    FunctionResult Enter(Node node, AbstractState state, int slot, int function, FunctionRole role, CallbackCall? callback)
    {
        _transfer.At(state, slot);
        if (Depth + 1 >= AbstractState.MaxFrames)
            throw _transfer.Reject(RejectionKind.CallDepth, $"calls nest deeper than {AbstractState.MaxFrames} frames");
        var entry = _context.Pool.Copy(state);
        entry.Frame.Save(state.Registers.AsSpan(6, 4));
        entry.PushFrame();
        entry.Registers[0] = Value.Uninitialised;
        entry.Registers.AsSpan(6, 4).Clear();
        entry.Registers[10] = Value.Pointer(ValueKind.Stack, entry.FrameCount - 1);
        if (callback is { } call)
            SetParameters(entry, call);
        if (role != FunctionRole.SubProgram || _context.Options.ReportAll)
            return Analyse(node, slot, function, role, entry);
        Forget(entry, _context.Code.FlowAt(function).Blocks[0].LiveIn, 1);
        if (_context.Summaries.Find(function, entry) is { } known)
        {
            _context.Pool.Return(entry);
            return known;
        }

        var summarized = _context.Pool.Copy(entry);
        var result = Analyse(node, slot, function, role, entry);
        _context.Summaries.Add(function, summarized, result);
        return result;
    }

    FunctionResult Analyse(Node node, int slot, int function, FunctionRole role, AbstractState entry) =>
        new FunctionAnalysis(_context, function, role, new(this, node, slot, Depth + 1)).Run(entry);

    // Registers that nobody reads again would only make states differ.
    static void Forget(AbstractState state, int live, int first)
    {
        for (var register = first; register < AbstractState.RegisterCount; register++)
        {
            if ((live >> register & 1) == 0)
                state.Registers[register] = Value.Uninitialised;
        }
    }

    // Back in the caller: its registers, and nothing that points into the frame that is gone.
    static AbstractState Return(AbstractState exit)
    {
        var gone = exit.FrameCount - 1;
        exit.PopFrame();
        exit.Frame.Saved.CopyTo(exit.Registers.AsSpan(6));
        exit.Frame.Save([default, default, default, default]);
        exit.Registers[10] = Value.Pointer(ValueKind.Stack, gone - 1);
        exit.ForEachValue(static (ref value, in gone) =>
        {
            if (value.Kind == ValueKind.Stack && value.Region >= gone)
                value = new() { Kind = ValueKind.Dead };
        }, gone);
        return exit;
    }

    void SetParameters(AbstractState entry, in CallbackCall call)
    {
        for (var index = 0; index < 5; index++)
        {
            entry.Registers[index + 1] = index >= call.Prototype.Parameters.Length ? Value.Uninitialised : call.Prototype.Parameters[index] switch
            {
                CallbackParameter.Scalar => Value.Of(Scalar.Between(0, uint.MaxValue)),
                CallbackParameter.HandedOn => call.HandedOn,
                CallbackParameter.Map => Value.Pointer(ValueKind.Map, call.Map),
                CallbackParameter.MapKey => Value.Pointer(ValueKind.MapKey, call.Map) with { IsReadOnly = true },
                CallbackParameter.MapValue => Value.Pointer(ValueKind.MapValue, call.Map) with { Id = _context.Ids.Next() },
                CallbackParameter.Dynptr => Value.Pointer(ValueKind.DynptrPointer, (int)DynptrKind.Any),
                var parameter => _transfer.NamedObject(parameter == CallbackParameter.Task ? "task_struct" : "vm_area_struct", Trust.Walked),
            };
        }
    }

    // The callback runs any number of times: what is known before a round must hold after it.
    ulong RunCallback(Node node, AbstractState state, int slot, in CallbackCall call)
    {
        ulong bound = 0;
        for (var round = 0; round < MaxCallbackRounds; round++)
        {
            var result = Enter(node, state, slot, call.Function, FunctionRole.Callback, call);
            bound = Math.Max(bound, result.Bound);
            var before = _context.Pool.Copy(state);
            var stable = true;
            foreach (var exit in result.Exits)
            {
                var after = Return(exit);
                state.Registers.AsSpan(0, 6).CopyTo(after.Registers);
                DemandSameResources(state, after, slot);
                if (!_context.Order.IsWithin(after, state))
                {
                    stable = false;
                    _context.Join.JoinInto(state, after);
                }

                _context.Pool.Return(after);
            }

            if (!stable && round >= WidenedCallbacks)
                _context.Widening.Widen(before, state, round - WidenedCallbacks, round >= FarCallbacks);
            _context.Pool.Return(before);
            if (stable)
                return Saturating.Multiply(bound, call.Rounds);
        }

        _transfer.At(state, slot);
        throw _transfer.Reject(RejectionKind.TooComplex, "the callback's effects did not settle");
    }

    void DemandSameResources(AbstractState before, AbstractState after, int slot)
    {
        _transfer.At(after, slot);
        if (!StateOrder.SameReferences(before, after))
            throw _transfer.Reject(RejectionKind.ReferenceLeak, "the callback returns with other resources than it was called with");
        if ((before.LockId == 0) != (after.LockId == 0) || before.RcuSections != after.RcuSections || before.PreemptionSections != after.PreemptionSections)
            throw _transfer.Reject(RejectionKind.Lock, "the callback returns within other locks or sections than it was called in", "close in each round what it opens");
    }
}
