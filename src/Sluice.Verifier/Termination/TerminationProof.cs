using System.Runtime.InteropServices;
using Sluice.Bpf.Instructions;
using Sluice.Verifier.Analysis;
using Sluice.Verifier.Flow;

namespace Sluice.Verifier.Termination;

/// <summary>Proves that a function ends, and bounds the instructions that it executes.</summary>
/// <remarks>
/// The states found by the analysis and the steps between them are a graph, and every run of the function is a path in it.
/// Where the graph has no cycle, the longest path is the bound. A cycle needs a variable that bounds its rounds
/// (<see cref="Ranking"/>); without its head, the rest of it must end too. The graph is handed in region by region, each when
/// nothing leads there any more, and nobody need keep what was handed in.
/// </remarks>
/// <param name="code">The program.</param>
/// <param name="replay">Runs blocks again.</param>
/// <param name="longest">Instructions that a loop may execute at most.</param>
sealed class TerminationProof(ProgramCode code, IReplay replay, ulong longest)
{
    // include/linux/bpf.h, BPF_MAX_LOOPS: how often may_goto goes on at most, and how far bpf_iter_num counts. No other
    // iterator has as many elements (include/linux/threads.h, PID_MAX_LIMIT).
    const ulong KernelRounds = 1 << 23;

    int _scopes;

    // The node of the cycle for which no bound was found last, and what the cycle executes at most, if that is too much.
    Node? _culprit;
    ulong? _tooLong;

    /// <summary>Instructions that the function executes at most, in all that was handed in.</summary>
    public ulong Bound { get; private set; }

    /// <summary>Hands in nodes that lie on no cycle, all of one block.</summary>
    public void Pass(List<Node> nodes)
    {
        foreach (var node in nodes)
        {
            if (node.IsReached)
                Leave(node, Saturating.Add(node.Arrived, node.Cost));
        }
    }

    /// <summary>Hands in the nodes of a region that nothing leads to any more but what was handed in before.</summary>
    /// <returns>The cycles for which no bound was found: a node of each, and what it executes at most, if that is known but too
    /// much.</returns>
    public List<(Node Culprit, ulong? TooLong)> PassRegion(List<Node> region)
    {
        var (scope, unbounded) = (++_scopes, new List<(Node, ulong?)>());
        Components.Mark(CollectionsMarshal.AsSpan(region), scope);
        var components = Components.Find(CollectionsMarshal.AsSpan(region.FindAll(node => node.IsReached)), scope);
        for (var index = components.Count - 1; index >= 0; index--)
        {
            var component = components[index];
            ulong arrived = 0;
            foreach (var node in component)
                arrived = Math.Max(arrived, node.Arrived);
            if (CostOf(component) is not { } cost)
            {
                unbounded.Add((_culprit!, _tooLong));
                cost = ulong.MaxValue;
            }

            var left = Saturating.Add(arrived, cost);
            // What was marked within a cycle is of no use outside it.
            foreach (var node in component)
                (node.Scope, node.Component) = (scope, index);
            foreach (var node in component)
                Leave(node, left);
        }

        return unbounded;
    }

    void Leave(Node node, ulong left)
    {
        Bound = Math.Max(Bound, left);
        foreach (var successor in node.Successors)
            (successor.IsReached, successor.Arrived) = (true, Math.Max(successor.Arrived, left));
    }

    // Finds the longest path from each node within a part of the graph, as far as it can be reached from some nodes.
    bool IsBounded(ReadOnlySpan<Node> starts, ReadOnlySpan<Node> part)
    {
        var scope = ++_scopes;
        Components.Mark(part, scope);
        var components = Components.Find(starts, scope);
        for (var index = 0; index < components.Count; index++)
        {
            var component = components[index];
            ulong beyond = 0;
            foreach (var node in component)
            {
                foreach (var successor in node.Successors)
                {
                    if (successor.Scope == scope && successor.Component != index)
                        beyond = Math.Max(beyond, successor.Longest);
                }
            }

            if (CostOf(component) is not { } cost)
                return false;
            // What was found within a cycle is of no use outside it.
            foreach (var node in component)
                (node.Scope, node.Component, node.Longest) = (scope, index, Saturating.Add(cost, beyond));
        }

        return true;
    }

    ulong? CostOf(ReadOnlySpan<Node> component)
    {
        if (!Components.IsCyclic(component))
            return component[0].Cost;
        var nodes = component.ToArray();
        return Cut(nodes) is { Length: > 0 } cut ? CostOf(nodes, cut) : CostOfLoop(nodes);
    }

    // States that the kernel lets be passed a bounded number of times only: may_goto, and an iterator made outside the cycle.
    Node[] Cut(Node[] nodes)
    {
        var cut = Array.FindAll(nodes, node => code.Forms[node.Block.Last]!.Operation == Operation.MayGoto);
        if (cut.Length > 0)
            return cut;
        foreach (var iterator in nodes.Select(node => node.Iterator).Distinct())
        {
            var made = iterator / Transfer.ReferencesPerSlot;
            if (iterator != 0 && !Array.Exists(nodes, node => node.Block.Start <= made && made < node.Block.End))
                return Array.FindAll(nodes, node => node.Iterator == iterator);
        }

        return [];
    }

    ulong? CostOf(Node[] nodes, Node[] cut)
    {
        var rest = nodes.Except(cut).ToArray();
        if (!IsBounded(rest, rest))
            return null;
        var once = Saturating.Add(cut.Max(node => node.Cost), rest.Length == 0 ? 0 : rest.Max(node => node.Longest));
        return Saturating.Multiply(KernelRounds + 1, once);
    }

    ulong? CostOfLoop(Node[] nodes)
    {
        var head = nodes.MinBy(node => (node.Block.IsLoopHead ? 0 : 1, node.Block.Order))!;
        var heads = nodes.Where(node => node.Block == head.Block).ToList();
        var rounds = new Ranking(heads, [.. nodes], replay).Rounds();
        if (rounds is null)
        {
            (_culprit, _tooLong) = (head, null);
            return null;
        }

        var rest = nodes.Where(node => node.Block != head.Block).ToArray();
        if (!IsBounded(rest, rest))
            return null;
        var once = Saturating.Add(heads.Max(node => node.Cost), rest.Length == 0 ? 0 : rest.Max(node => node.Longest));
        var total = Saturating.Multiply(Saturating.Add(rounds.Value, 1), once);
        if (total <= longest)
            return total;
        (_culprit, _tooLong) = (head, total);
        return null;
    }
}
