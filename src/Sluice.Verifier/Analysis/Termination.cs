namespace Sluice.Verifier.Analysis;

/// <summary>Proves that a function ends, and bounds the instructions that it executes.</summary>
/// <remarks>
/// The states found by the analysis and the steps between them are a graph; every run of the function is a path in it. Where
/// the graph has no cycle, the longest path is the bound.
/// </remarks>
sealed class Termination(AnalysisContext context, List<Node> nodes)
{
    /// <summary>A node of the cycle for which no bound was found.</summary>
    public Node? Culprit { get; private set; }

    /// <summary>The bound on paths from <paramref name="start"/>; null if there is none.</summary>
    public ulong? Bound(Node start)
    {
        foreach (var node in nodes)
            (node.Index, node.Component) = (-1, -1);
        var components = Components.Find(start, static _ => true);
        var bounds = new ulong[components.Count];
        // A component comes after all that it leads to.
        for (var index = 0; index < components.Count; index++)
        {
            var component = components[index];
            ulong beyond = 0;
            foreach (var node in component)
            {
                foreach (var successor in node.Successors)
                {
                    if (successor.Component != index)
                        beyond = Math.Max(beyond, bounds[successor.Component]);
                }
            }

            if (Components.IsCyclic(component))
            {
                Culprit = component[^1];
                _ = context;
                return null;
            }

            bounds[index] = Saturating.Add(component[0].Cost, beyond);
        }

        return bounds[start.Component];
    }
}
