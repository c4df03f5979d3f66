using Sluice.Bpf.Instructions;
using Sluice.Verifier.Domain;
using Sluice.Verifier.Flow;
using Sluice.Verifier.States;
using Sluice.Verifier.Termination;

namespace Sluice.Verifier.Analysis;

/// <summary>Analyses a function from one state until nothing new is found.</summary>
/// <remarks>
/// Blocks are done in an order in which a loop is finished before what follows it. Where paths meet, a bounded number of
/// states is kept apart and the rest is joined, so the work grows with the size of the function and not with its paths.
/// </remarks>
sealed partial class FunctionAnalysis : IReplay
{
    const ulong LinuxComplexity = 1_000_000; // include/linux/bpf.h, BPF_COMPLEXITY_LIMIT_INSNS.

    readonly AnalysisContext _context;
    readonly ControlFlow _flow;
    readonly Transfer _transfer;
    readonly FunctionRole _role;
    readonly CallSite? _caller;
    readonly List<Node>?[] _nodes;
    readonly PriorityQueue<Node, Node> _pending = new(WorkOrder.Instance);
    readonly List<AbstractState> _exits = [];
    readonly TerminationProof _proof;

    /// <summary>Prepares the analysis of the function that starts at a slot.</summary>
    public FunctionAnalysis(AnalysisContext context, int function, FunctionRole role, CallSite? caller)
    {
        (_context, _role, _caller) = (context, role, caller);
        _flow = context.Code.FlowAt(function);
        _transfer = new Transfer(context, function);
        _proof = new TerminationProof(context.Code, this, context.ForLinux ? LinuxComplexity : ulong.MaxValue);
        _nodes = new List<Node>?[_flow.InOrder.Length];
        _told = new int[_nodes.Length];
    }

    /// <summary>The instructions' effects.</summary>
    public Transfer Transfer => _transfer;

    /// <summary>Analyses the function from a state, which becomes the analysis's own.</summary>
    /// <exception cref="RejectedException">It is not safe; with its path.</exception>
    public FunctionResult Run(AbstractState entry)
    {
        try
        {
            Arrive(_flow.Blocks[0], entry, null, false)!.IsReached = true;
            RunPending();
            ReleaseBefore(int.MaxValue);
            return new(_exits, _proof.Bound);
        }
        finally
        {
            ReleaseAll();
        }
    }

    void RunPending()
    {
        while (_pending.TryDequeue(out var node, out _))
        {
            if (!node.IsPending)
                continue;
            ReleaseBefore(node.Block.Horizon);
            node.IsPending = false;
            Outdate(node);
            try
            {
                RunBlock(node);
            }
            catch (RejectedException exception)
            {
                var explained = Explained(exception, node);
                if (!_context.Options.ReportAll || explained.Rejection.Kind == RejectionKind.TooComplex)
                    throw explained;
                _context.Report(explained.Rejection);
            }
        }
    }

    RejectedException Unbounded(Node culprit, ulong? tooLong)
    {
        _transfer.At(culprit.State, culprit.Block.Last);
        if (tooLong is { } total)
        {
            return _transfer.Reject(RejectionKind.TooComplex,
                $"a loop that may execute {total} instructions, which Linux follows one by one, up to {LinuxComplexity}", "use bpf_loop()");
        }

        return _transfer.Reject(RejectionKind.UnboundedLoop, "goes round a loop for which no bound was found",
            "let a counter run towards a limit that is known here, or use bpf_loop()");
    }

    void RunBlock(Node node)
    {
        var block = node.Block;
        var state = IsKept(node) ? _context.Pool.Copy(node.State) : node.TakeState();
        ulong cost = 0;
        for (var slot = block.Start; slot < block.Last; slot += _context.Code.Forms[slot]!.Slots)
        {
            _context.Kept?.Add(slot, state);
            Step(node, state, slot, ref cost);
            cost++;
        }

        _context.Kept?.Add(block.Last, state);
        Finish(node, state, ref cost);
        node.Cost = Math.Max(node.Cost, cost + 1);
    }

    // Where paths meet, states are compared with. Others are run once, and found again from their parents' if a proof needs them.
    static bool IsKept(Node node) => MayMeet(node.Block) || (node.Block.LoopDepth > 0 && node.Derived == 0);

    static bool MayMeet(Block block) => block.IsLoopHead || block.FollowsCall || block.Predecessors > 1;

    void Step(Node node, AbstractState state, int slot, ref ulong cost)
    {
        if (++_context.Visited > _context.Options.Effort)
        {
            _transfer.At(state, slot);
            throw _transfer.Reject(RejectionKind.TooComplex, $"the analysis looked at {_context.Options.Effort} instructions without an end");
        }

        _transfer.Run(state, slot);
        if (_context.Code.Forms[slot]!.Operation == Operation.CallKernelFunction && _transfer.AdvancedIterator != 0)
            node.Iterator = _transfer.AdvancedIterator;
        if (_transfer.Callback is not null && _context.Code.Forms[slot]!.Operation == Operation.CallHelper)
            cost += RunCallback(node, state, slot, _transfer.Callback.Value);
    }

    // The last instruction of a block decides where it goes.
    void Finish(Node node, AbstractState state, ref ulong cost)
    {
        var (block, slot) = (node.Block, node.Block.Last);
        var form = _context.Code.Forms[slot]!;
        switch (form.Operation)
        {
            case Operation.Exit:
                _context.Visited++;
                Exit(state, slot);
                return;
            case Operation.CallLocal:
                _context.Visited++;
                cost += Call(node, state, slot);
                return;
            case Operation.Jump:
                _context.Visited++;
                Arrive(block.Target!, state, node, true);
                return;
            case Operation.MayGoto:
                _context.Visited++;
                Arrive(block.Target!, _context.Pool.Copy(state), node, true);
                Arrive(block.Next!, state, node, false);
                return;
        }

        if (form.IsConditionalJump)
        {
            Branch(node, state, slot, form);
            return;
        }

        Step(node, state, slot, ref cost);
        Arrive(block.Next!, state, node, false);
    }

    void Branch(Node node, AbstractState state, int slot, InstructionForm form)
    {
        _context.Visited++;
        _transfer.At(state, slot);
        var instruction = _context.Code.Instructions[slot];
        _transfer.CheckComparison(instruction, form);
        var taken = _context.Pool.Copy(state);
        if (_transfer.Assume(taken, instruction, form, taken: true))
            Arrive(node.Block.Target!, taken, node, true);
        else
            _context.Pool.Return(taken);
        if (_transfer.Assume(state, instruction, form, taken: false))
            Arrive(node.Block.Next!, state, node, false);
        else
            _context.Pool.Return(state);
    }

    void Exit(AbstractState state, int slot)
    {
        _transfer.At(state, slot);
        _transfer.Leave(_role);
        for (var register = 1; register <= 9; register++)
            state.Registers[register] = Value.Uninitialised;
        if (_role == FunctionRole.Program)
            _context.Pool.Return(state);
        else
            Gather(_exits, state);
    }

    // Keeps a few states apart, and joins the rest.
    void Gather(List<AbstractState> states, AbstractState state)
    {
        foreach (var known in states)
        {
            if (!_context.Order.IsWithin(state, known))
                continue;
            _context.Pool.Return(state);
            return;
        }

        var best = states.Count < _context.Precision.StatesPerJoin ? null : Closest(states, state);
        if (best is null)
        {
            states.Add(state);
            return;
        }

        _context.Join.JoinInto(best, state);
        _context.Pool.Return(state);
    }

    static AbstractState? Closest(List<AbstractState> states, AbstractState state)
    {
        AbstractState? best = null;
        var least = int.MaxValue;
        foreach (var known in states)
        {
            if (!StateJoin.CanJoin(known, state) || StateShape.Distance(known, state) >= least)
                continue;
            (best, least) = (known, StateShape.Distance(known, state));
        }

        return best;
    }
}
