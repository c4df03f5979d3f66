namespace Sluice.Click.Classification;

/// <summary>Makes a decision program of rules: shares what is the same, and leaves out tests whose answer is known from
/// earlier ones.</summary>
/// <remarks>The rules become a graph from the last to the first, so that every step's targets have smaller numbers. Then each
/// edge is moved on past the steps that what is known along it decides ("drifting" in Click's words), until nothing moves.
/// </remarks>
sealed class DecisionBuilder
{
    readonly Dictionary<DecisionNode, int> _numbers = [];
    readonly List<DecisionNode> _nodes = [];

    public static DecisionProgram Build(IReadOnlyList<DecisionRule> rules)
    {
        var builder = new DecisionBuilder();
        var root = DecisionNode.TargetOf(DecisionProgram.Drop);
        var rounds = 0;
        // A rule's own number stands for its output until the end, so that a rule never reached can be told.
        for (var i = rules.Count - 1; i >= 0; i--)
            root = builder.Add(rules[i].Condition, DecisionNode.TargetOf(i), root);
        const int maxRounds = 16;
        while (builder.Drift(ref root) && ++rounds < maxRounds)
        {
        }

        return builder.Finish(root, rules);
    }

    int Add(Condition condition, int yes, int no)
    {
        switch (condition)
        {
            case Condition.Is { Test: var test }:
                return Add(test, yes, no);
            case Condition.Not not:
                return Add(not.Inner, no, yes);
            case Condition.All all:
                return all.Parts.Reverse().Aggregate(yes, (target, part) => Add(part, target, no));
            case Condition.Any any:
                return any.Parts.Reverse().Aggregate(no, (target, part) => Add(part, yes, target));
            default:
                var choice = (Condition.Choice)condition;
                return Add(choice.If, Add(choice.Then, yes, no), Add(choice.Else, yes, no));
        }
    }

    int Add(DecisionTest test, int yes, int no)
    {
        if (yes == no)
            return yes;
        if (test.Mask == 0)
            return test.Passes(0) ? yes : no;
        var node = new DecisionNode(test, yes, no);
        if (_numbers.TryGetValue(node, out var number))
            return number;
        _numbers.Add(node, _nodes.Count);
        _nodes.Add(node);
        return _nodes.Count - 1;
    }

    /// <summary>One round over the whole graph; false when nothing has changed.</summary>
    bool Drift(ref int root)
    {
        if (DecisionNode.IsEnd(root))
            return false;
        var known = new PathKnowledge?[_nodes.Count];
        var old = _nodes.ToArray();
        var count = 0;
        known[root] = PathKnowledge.Nothing;
        // Sources have greater numbers than targets: when a step's turn comes, all ways to it are known.
        for (var i = root; i >= 0; i--)
        {
            if (known[i] is not { } knowledge)
                continue;
            count++;
            var (test, yes, no) = old[i];
            old[i] = new DecisionNode(
                test, Follow(old, yes, knowledge.With(test, true), known), Follow(old, no, knowledge.With(test, false), known));
        }

        var unchanged = count == old.Length && old.SequenceEqual(_nodes);
        _numbers.Clear();
        _nodes.Clear();
        var renumbered = new int[old.Length];
        for (var i = 0; i < old.Length; i++)
        {
            if (known[i] is not null)
                renumbered[i] = Add(old[i].Test, Renumber(old[i].Yes), Renumber(old[i].No));
        }

        root = Renumber(root);
        return !unchanged;

        int Renumber(int target) => DecisionNode.IsEnd(target) ? target : renumbered[target];
    }

    static int Follow(DecisionNode[] nodes, int target, PathKnowledge knowledge, PathKnowledge?[] known)
    {
        while (!DecisionNode.IsEnd(target) && knowledge.Decide(nodes[target].Test) is { } answer)
            target = answer ? nodes[target].Yes : nodes[target].No;
        if (!DecisionNode.IsEnd(target))
            known[target] = known[target]?.Meet(knowledge) ?? knowledge;
        return target;
    }

    /// <summary>Numbers the steps from the root on, and puts outputs in the place of rules.</summary>
    DecisionProgram Finish(int root, IReadOnlyList<DecisionRule> rules)
    {
        var reached = new bool[rules.Count];
        var nodes = new DecisionNode[DecisionNode.IsEnd(root) ? 0 : root + 1];
        for (var i = 0; i < nodes.Length; i++)
        {
            var node = _nodes[root - i];
            nodes[i] = node with { Yes = Target(node.Yes), No = Target(node.No) };
        }

        var entry = Target(root);
        return new DecisionProgram(nodes, entry, [.. Enumerable.Range(0, rules.Count).Where(i => !reached[i])]);

        int Target(int target)
        {
            if (!DecisionNode.IsEnd(target))
                return root - target;
            var rule = DecisionNode.OutputOf(target);
            if (rule == DecisionProgram.Drop)
                return target;
            reached[rule] = true;
            return DecisionNode.TargetOf(rules[rule].Output);
        }
    }
}
