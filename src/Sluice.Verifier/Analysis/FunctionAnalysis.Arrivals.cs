using Sluice.Verifier.Domain;
using Sluice.Verifier.Flow;
using Sluice.Verifier.States;

namespace Sluice.Verifier.Analysis;

// Where paths meet: what is known already, what is joined, what is widened.
sealed partial class FunctionAnalysis
{
    const int Scanned = 64, WidenedFar = 14;

    // The state becomes the node's, or is given back.
    Node? Arrive(Block block, AbstractState state, Node? from, bool byJump)
    {
        for (var register = 0; register < AbstractState.RegisterCount; register++)
        {
            if ((block.LiveIn >> register & 1) == 0)
                state.Registers[register] = Value.Uninitialised;
        }

        var nodes = _nodes[block.Order] ??= [];
        Node? node = null;
        if (block.IsLoopHead || block.Predecessors > 1)
        {
            node = FindWider(nodes, state)
                ?? (block.IsLoopHead && nodes.Count >= _context.Precision.Unrolled ? Widen(block, nodes, state, from, byJump) : null)
                ?? JoinPending(nodes, state);
        }

        if (node is null)
            node = Add(block, state, from, byJump);
        else if (!node.HasState || node.State != state)
            _context.Pool.Return(state);
        from?.Successors.Add(node);
        return node;
    }

    Node? FindWider(List<Node> nodes, AbstractState state)
    {
        for (var index = nodes.Count - 1; index >= 0 && index >= nodes.Count - Scanned; index--)
        {
            if (_context.Order.IsWithin(state, nodes[index].State))
                return nodes[index];
        }

        return null;
    }

    Node Add(Block block, AbstractState state, Node? from, bool byJump)
    {
        var node = new Node(block, state, from) { IsByJump = byJump };
        _nodes[block.Order]!.Add(node);
        _context.States++;
        Schedule(node);
        return node;
    }

    void Schedule(Node node)
    {
        if (node.IsPending)
            return;
        node.IsPending = true;
        _pending.Enqueue(node, node.Block.Order);
    }

    // States that wait to be run can still be joined: nothing was concluded from them yet.
    Node? JoinPending(List<Node> nodes, AbstractState state)
    {
        var pending = 0;
        Node? best = null;
        var least = int.MaxValue;
        var shape = StateShape.Of(state);
        for (var index = nodes.Count - 1; index >= 0 && nodes[index].IsPending; index--)
        {
            pending++;
            if (!StateJoin.CanJoin(nodes[index].State, state))
                continue;
            var distance = StateShape.Distance(nodes[index].State, state) + (StateShape.Of(nodes[index].State) == shape ? 0 : 1000);
            if (distance < least)
                (best, least) = (nodes[index], distance);
        }

        // States of different shapes are kept apart longer.
        var limit = least >= 1000 ? _context.Precision.StatesPerJoin * 4 : _context.Precision.StatesPerJoin;
        if (best is null || pending < limit)
            return null;
        _context.Join.JoinInto(best.State, state);
        return best;
    }

    // A loop that was followed for long enough: its states are joined, and bounds that keep moving are let go.
    Node? Widen(Block block, List<Node> nodes, AbstractState state, Node? from, bool byJump)
    {
        var shape = StateShape.Of(state);
        Node? widest = null;
        foreach (var node in nodes)
        {
            if (node.Widened > 0 && StateJoin.CanJoin(node.State, state) && StateShape.Of(node.State) == shape)
                widest = node;
        }

        if (widest is null)
        {
            var first = Add(block, state, from, byJump);
            first.Widened = 1;
            return first;
        }

        if (widest.IsPending)
        {
            // Nothing was concluded from it in this round.
            _context.Join.JoinInto(widest.State, state);
            return widest;
        }

        var joined = _context.Pool.Copy(widest.State);
        _context.Join.JoinInto(joined, state);
        _context.Widening.Widen(widest.State, joined, widest.Widened, widest.Widened > WidenedFar);
        _context.Pool.Return(widest.TakeState());
        widest.State = joined;
        widest.Widened++;
        Schedule(widest);
        return widest;
    }
}
