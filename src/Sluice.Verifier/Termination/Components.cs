using Sluice.Verifier.Analysis;

namespace Sluice.Verifier.Termination;

/// <summary>Finds the strongly connected components of the graph of states.</summary>
static class Components
{
    /// <summary>The components that can be reached from some nodes, each after all that it leads to.</summary>
    /// <param name="starts">Where to start.</param>
    /// <param name="within">Which nodes count.</param>
    /// <remarks>Tarjan's algorithm, without recursion. Sets <see cref="Node.Index"/> and <see cref="Node.Component"/>.</remarks>
    public static List<List<Node>> Find(IEnumerable<Node> starts, Func<Node, bool> within)
    {
        var components = new List<List<Node>>();
        var open = new Stack<Node>();
        var low = new Dictionary<Node, int>();
        var work = new Stack<(Node Node, int Next)>();
        var count = 0;
        foreach (var start in starts)
        {
            if (start.Index < 0)
                Search(start);
        }

        return components;

        void Search(Node start)
        {
            Open(start);
            while (work.TryPop(out var top))
            {
                var (node, next) = top;
                if (next > 0 && node.Successors[next - 1] is var last && within(last) && last.Component < 0)
                    low[node] = Math.Min(low[node], low[last]);
                if (next < node.Successors.Count)
                {
                    work.Push((node, next + 1));
                    var successor = node.Successors[next];
                    if (within(successor) && successor.Index < 0)
                        Open(successor);
                    continue;
                }

                if (low[node] != node.Index)
                    continue;
                var component = new List<Node>();
                Node member;
                do
                {
                    member = open.Pop();
                    member.Component = components.Count;
                    component.Add(member);
                }
                while (member != node);
                components.Add(component);
            }
        }

        void Open(Node node)
        {
            node.Index = count++;
            low[node] = node.Index;
            open.Push(node);
            work.Push((node, 0));
        }
    }

    /// <summary>Can one go round in it?</summary>
    public static bool IsCyclic(List<Node> component) => component.Count > 1 || component[0].Successors.Contains(component[0]);
}
