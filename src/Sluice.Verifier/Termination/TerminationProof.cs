using System.Runtime.InteropServices;
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
    // include/linux/bpf.h, BPF_MAX_LOOPS: how often may_goto goes on at most, and how far bpf_iter_num counts. No other
    // iterator has as many elements (include/linux/threads.h, PID_MAX_LIMIT).
    const ulong KernelRounds = 1 << 23;

    int _scopes;

    /// <summary>A node of the cycle for which no bound was found.</summary>
    public Node? Culprit { get; private set; }

    /// <summary>What the culprit's cycle executes at most, if that is known but too much.</summary>
    public ulong? TooLong { get; private set; }

    /// <summary>The bound on paths from <paramref name="start"/>; null if there is none.</summary>
    /// <param name="start">Where they start.</param>
    /// <param name="nodes">All nodes.</param>
    public ulong? Bound(Node start, List<Node> nodes) =>
        IsBounded([start], CollectionsMarshal.AsSpan(nodes)) ? start.Longest : null;

    /// <summary>Those of some nodes that lie on cycles among them: proofs look at their states again.</summary>
    public HashSet<Node> Cyclic(List<Node> nodes)
    {
        var (scope, cyclic) = (++_scopes, new HashSet<Node>());
        var part = CollectionsMarshal.AsSpan(nodes);
        Components.Mark(part, scope);
        var components = Components.Find(part, scope);
        for (var index = 0; index < components.Count; index++)
        {
            if (!Components.IsCyclic(components[index]))
                continue;
            foreach (var node in components[index])
                cyclic.Add(node);
        }

        return cyclic;
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
            Culprit = head;
            return null;
        }

        var rest = nodes.Where(node => node.Block != head.Block).ToArray();
        if (!IsBounded(rest, rest))
            return null;
        var once = Saturating.Add(heads.Max(node => node.Cost), rest.Length == 0 ? 0 : rest.Max(node => node.Longest));
        var total = Saturating.Multiply(Saturating.Add(rounds.Value, 1), once);
        if (total <= longest)
            return total;
        (Culprit, TooLong) = (head, total);
        return null;
    }
}
