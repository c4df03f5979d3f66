using Sluice.Verifier.Analysis;
using Sluice.Verifier.Domain;

namespace Sluice.Verifier.Termination;

/// <summary>
/// Looks for a variable that goes one way by at least one each time round a loop and stays within bounds: then the loop
/// ends, and the bounds say after how many rounds.
/// </summary>
/// <param name="heads">The states at the loop's head.</param>
/// <param name="members">All states of the loop.</param>
/// <param name="replay">Runs blocks again.</param>
sealed class Ranking(List<Node> heads, HashSet<Node> members, IReplay replay)
{
    const int ExactPasses = 3, MaxPasses = 12;

    readonly Node[] _inOrder = [.. members.OrderBy(node => node.Block.Order)];

    readonly Dictionary<Node, Dictionary<int, Step>> _steps = [];

    /// <summary>How often the head can be entered from within the loop at most; null if no variable tells.</summary>
    public ulong? Rounds()
    {
        ulong? best = null;
        foreach (var variable in Candidates())
        {
            if (RoundsBy(variable) is { } rounds && (best is null || rounds < best))
                best = rounds;
        }

        return best;
    }

    IEnumerable<int> Candidates()
    {
        for (var register = 0; register < Variable.Registers; register++)
        {
            if (heads.TrueForAll(head => head.State.Registers[register].Kind is ValueKind.Scalar or ValueKind.Packet or ValueKind.MapValue or ValueKind.Stack))
                yield return register;
        }

        foreach (var cell in heads[0].State.Frame.Cells.ToArray())
        {
            if (cell.Value.Kind is ValueKind.Scalar or ValueKind.Packet)
                yield return Variable.Cell(cell.Start, cell.Size);
        }
    }

    ulong? RoundsBy(int variable)
    {
        if (Follow(variable) is not { } step)
            return null;
        var rises = step.Least >= 1;
        if (!rises && step.Most > -1)
            return null;
        var (low, high) = (long.MaxValue, long.MinValue);
        foreach (var node in members)
        {
            foreach (var successor in node.Successors)
            {
                if (!heads.Contains(successor))
                    continue;
                var value = replay.ValueOn(node, successor, variable);
                if (!TryGetBounds(value, out var least, out var most))
                    return null;
                (low, high) = (Math.Min(low, least), Math.Max(high, most));
            }
        }

        var stride = rises ? step.Least : -step.Most;
        return (ulong)(high - low) / (ulong)stride + 1;
    }

    static bool TryGetBounds(in Value value, out long least, out long most)
    {
        if (value.IsPointer)
            return value.TryGetOffsets(out least, out most);
        const long limit = 1L << 61;
        (least, most) = (value.Number.SignedMin, value.Number.SignedMax);
        return value.IsScalar && least > -limit && most < limit;
    }

    // What one round adds to the variable, whatever way it takes; null if it does not come from itself on some way.
    Step? Follow(int variable)
    {
        var reached = new Dictionary<Node, Dictionary<int, Step>>();
        foreach (var head in heads)
            reached[head] = new() { [variable] = Step.Same(variable) };
        Step? round = null;
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            var changed = false;
            foreach (var node in _inOrder)
            {
                if (!reached.TryGetValue(node, out var before))
                    continue;
                var after = Apply(before, StepsOf(node), variable);
                foreach (var successor in node.Successors)
                {
                    if (heads.Contains(successor))
                    {
                        if (!after.TryGetValue(variable, out var whole))
                            return null;
                        round = round is { } known ? Join(known, whole) : whole;
                    }
                    else if (members.Contains(successor))
                    {
                        changed |= Merge(reached, successor, after, pass >= ExactPasses);
                    }
                }
            }

            if (!changed)
                return round;
        }

        return null;
    }

    static Dictionary<int, Step> Apply(Dictionary<int, Step> before, Dictionary<int, Step> steps, int variable)
    {
        var after = new Dictionary<int, Step>();
        foreach (var (target, step) in steps)
        {
            if (before.TryGetValue(step.Source, out var known))
                after[target] = new Step(variable, known.Least, known.Most).Plus(step.Least, step.Most);
        }

        return after;
    }

    // What holds on all ways to a node: variables that came from the counter on each.
    static bool Merge(Dictionary<Node, Dictionary<int, Step>> reached, Node node, Dictionary<int, Step> arriving, bool widen)
    {
        if (!reached.TryGetValue(node, out var known))
        {
            reached[node] = new(arriving);
            return true;
        }

        var changed = false;
        foreach (var (variable, step) in known.ToArray())
        {
            if (!arriving.TryGetValue(variable, out var other))
            {
                known.Remove(variable);
                changed = true;
                continue;
            }

            var joined = Join(step, other);
            if (joined == step)
                continue;
            changed = true;
            known[variable] = widen
                ? new(joined.Source, joined.Least < step.Least ? -Step.Infinite : joined.Least, joined.Most > step.Most ? Step.Infinite : joined.Most)
                : joined;
        }

        return changed;
    }

    static Step Join(Step a, Step b) => new(a.Source, Math.Min(a.Least, b.Least), Math.Max(a.Most, b.Most));

    Dictionary<int, Step> StepsOf(Node node)
    {
        if (!_steps.TryGetValue(node, out var steps))
            _steps[node] = steps = replay.StepsOf(node);
        return steps;
    }
}
