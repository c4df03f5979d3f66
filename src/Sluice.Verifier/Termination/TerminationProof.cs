using Sluice.Bpf.Instructions;
using Sluice.Verifier.Analysis;
using Sluice.Verifier.Flow;

namespace Sluice.Verifier.Termination;

/// <summary>Proves that a function ends, and bounds the instructions that it executes.</summary>
/// <remarks>
/// The states found by the analysis and the steps between them are a graph, and every run of the function is a path in it.
/// Where the graph has no cycle, the longest path is the bound. A cycle needs a variable that bounds its rounds
/// (<see cref="Ranking"/>); without its head, the rest of it must end too.
/// </remarks>
/// <param name="code">The program.</param>
/// <param name="replay">Runs blocks again.</param>
/// <param name="longest">Instructions that a loop may execute at most.</param>
sealed class TerminationProof(ProgramCode code, IReplay replay, ulong longest)
{
    // include/linux/bpf.h, BPF_MAX_LOOPS: how often may_goto goes on at most.
    const ulong MayGotoRounds = 1 << 23;

    /// <summary>A node of the cycle for which no bound was found.</summary>
    public Node? Culprit { get; private set; }

    /// <summary>What the culprit's cycle executes at most, if that is known but too much.</summary>
    public ulong? TooLong { get; private set; }

    /// <summary>The bound on paths from <paramref name="start"/>; null if there is none.</summary>
    public ulong? Bound(Node start, IReadOnlyCollection<Node> nodes) => Bound(start, [.. nodes], null);

    ulong? Bound(Node? start, HashSet<Node> within, HashSet<Node>? starts)
    {
        foreach (var node in within)
            (node.Index, node.Component) = (-1, -1);
        var components = Components.Find(start is not null ? [start] : starts!, within.Contains);
        // The components are copied before a part of the graph is looked at anew, which renumbers it.
        var numbers = new Dictionary<Node, int>();
        for (var index = 0; index < components.Count; index++)
        {
            foreach (var node in components[index])
                numbers[node] = index;
        }

        var bounds = new ulong[components.Count];
        for (var index = 0; index < components.Count; index++)
        {
            var component = components[index];
            ulong beyond = 0;
            foreach (var node in component)
            {
                foreach (var successor in node.Successors)
                {
                    if (numbers.TryGetValue(successor, out var number) && number != index)
                        beyond = Math.Max(beyond, bounds[number]);
                }
            }

            if (CostOf(component) is not { } cost)
                return null;
            bounds[index] = Saturating.Add(cost, beyond);
        }

        return bounds.Length == 0 ? 0 : start is not null ? bounds[numbers[start]] : bounds.Max();
    }

    ulong? CostOf(List<Node> component)
    {
        if (!Components.IsCyclic(component))
            return component[0].Cost;
        var head = component.MinBy(node => (node.Block.IsLoopHead ? 0 : 1, node.Block.Order))!;
        var heads = component.FindAll(node => node.Block == head.Block);
        var members = component.ToHashSet();
        var rounds = heads.TrueForAll(node => code.Forms[node.Block.Last]!.Operation == Operation.MayGoto)
            ? MayGotoRounds
            : new Ranking(heads, members, replay).Rounds();
        if (rounds is null)
        {
            Culprit = head;
            return null;
        }

        members.ExceptWith(heads);
        var rest = members.Count == 0 ? 0 : Bound(null, members, members);
        if (rest is null)
            return null;
        var once = Saturating.Add(heads.Max(node => node.Cost), rest.Value);
        var total = Saturating.Multiply(Saturating.Add(rounds.Value, 1), once);
        if (total <= longest)
            return total;
        (Culprit, TooLong) = (head, total);
        return null;
    }
}
