using Sluice.Bpf.Instructions;
using Sluice.Verifier.Domain;
using Sluice.Verifier.Flow;
using Sluice.Verifier.States;

namespace Sluice.Verifier.Analysis;

// Where paths meet: what is known already, what is joined, what is widened.
sealed partial class FunctionAnalysis
{
    const int Scanned = 64, WidenedFar = 30, MostDerived = 8;

    // States of a program in use, beyond which all that meet are joined: a state takes 1 to 3 kB.
    const int MostHeld = 20_000;

    const int MostCounted = 512, CountedEffort = 200_000;

    readonly Stack<Node> _outdated = new();

    // Were states joined for want of room?
    bool _joinsAll;

    // How many states of each block, by its order, were told apart so far.
    readonly int[] _told;

    // The state becomes the node's, or is given back.
    Node? Arrive(Block block, AbstractState state, Node? from, bool byJump)
    {
        Forget(state, block.LiveIn, 0);
        var nodes = _nodes[block.Order] ??= [];
        Node? node = null;
        if (MayMeet(block))
        {
            node = FindWider(nodes, state)
                ?? (block.IsLoopHead && !MayUnroll(block, state, from) ? Widen(block, nodes, state, from, byJump) : null)
                ?? JoinPending(nodes, state);
        }

        if (node is null)
            node = Add(block, state, from, byJump);
        else if (!node.HasState || node.State != state)
            _context.Pool.Return(state);
        from?.Successors.Add(node);
        node.Edges++;
        return node;
    }

    // What an earlier, narrower state led to is covered by what this one will lead to, and what came of that alone is not
    // looked at any more. Widened states stay: their bounds are still good.
    void Outdate(Node node)
    {
        _outdated.Push(node);
        while (_outdated.TryPop(out var old))
        {
            foreach (var successor in old.Successors)
            {
                if (--successor.Edges > 0 || successor.Widened > 0)
                    continue;
                successor.IsPending = false;
                _nodes[successor.Block.Order]!.Remove(successor);
                if (successor.HasState)
                    _context.Pool.Return(successor.TakeState());
                _outdated.Push(successor);
            }

            old.Successors.Clear();
        }
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
        var derived = from is null || _context.Code.Forms[from.Block.Last]!.Operation == Operation.CallLocal || MayMeet(block) ? 0 : from.Derived + 1;
        var node = new Node(block, state, from) { IsByJump = byJump, Derived = derived % MostDerived, Rounds = RoundsOf(block, from) };
        _told[block.Order]++;
        _nodes[block.Order]!.Add(node);
        _context.States++;
        Schedule(node);
        return node;
    }

    // Entering a head from within its loop begins another round.
    static int[] RoundsOf(Block block, Node? from)
    {
        var loops = block.Loops;
        if (loops.Length == 0)
            return [];
        if (from is not null && !block.IsLoopHead && from.Block.Loops.AsSpan().SequenceEqual(loops))
            return from.Rounds;
        var rounds = new int[loops.Length];
        for (var depth = 0; from is not null && depth < loops.Length && depth < from.Block.Loops.Length && loops[depth] == from.Block.Loops[depth]; depth++)
            rounds[depth] = from.Rounds[depth] + (loops[depth] == block ? 1 : 0);
        return rounds;
    }

    void Schedule(Node node)
    {
        if (node.IsPending)
            return;
        node.IsPending = true;
        _pending.Enqueue(node, node);
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
        var isFull = _context.Pool.Held > MostHeld;
        var limit = isFull ? 1 : _context.Precision.StatesPerJoin;
        if (best is null || pending < (least >= 1000 ? limit * 4 : limit))
            return null;
        _joinsAll |= isFull;
        _context.Join.JoinInto(best.State, state);
        return best;
    }

    // May another round of a loop be followed by itself? After the first rounds it must differ from the one before in what
    // decides how the loop goes on, or there would be no end of it; and once all is joined for want of room, rounds blur anyway.
    // A short loop whose way is known is followed for longer at once: it comes to its end, or soon to the limit.
    bool MayUnroll(Block head, AbstractState state, Node? from)
    {
        var told = _told[head.Order];
        if (_joinsAll || told < Precision.Levels[0].Unrolled)
            return !_joinsAll;
        var deciders = head.Deciders ??= Deciders.Of(_context.Code, _flow, head);
        if (told >= _context.Precision.Unrolled || RoundsOf(head, from)[^1] >= _context.Precision.Rounds)
            return told < MostCounted && told * deciders.Instructions < CountedEffort && AreKnown(deciders, state);
        while (from is not null && from.Block != head)
            from = from.Parent;
        return from is not { HasState: true, Widened: 0 } || !_context.Order.IsWithin(from.State, state, deciders);
    }

    static bool AreKnown(Deciders deciders, AbstractState state)
    {
        for (var register = 0; register < AbstractState.RegisterCount; register++)
        {
            ref readonly var value = ref state.Registers[register];
            if ((deciders.Registers >> register & 1) != 0 && value.Kind >= ValueKind.Scalar && !value.Number.IsConstant)
                return false;
        }

        return !deciders.Stack;
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
