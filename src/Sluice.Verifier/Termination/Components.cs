using System.Runtime.InteropServices;
using Sluice.Verifier.Analysis;

namespace Sluice.Verifier.Termination;

/// <summary>The strongly connected components of a part of the graph of states, each after all that it leads to.</summary>
/// <remarks>Tarjan's algorithm, without recursion. Its marks are on the nodes: <see cref="Node.Scope"/> names the part.</remarks>
sealed class Components
{
    readonly List<Node> _nodes = [];
    readonly List<int> _ends = [];
    readonly Stack<Node> _open = new();
    readonly Stack<(Node Node, int Next)> _work = new();
    readonly int _scope;
    int _found;

    Components(int scope) => _scope = scope;

    /// <summary>How many there are.</summary>
    public int Count => _ends.Count;

    /// <summary>The nodes of one.</summary>
    public ReadOnlySpan<Node> this[int index]
    {
        get
        {
            var start = index == 0 ? 0 : _ends[index - 1];
            return CollectionsMarshal.AsSpan(_nodes)[start.._ends[index]];
        }
    }

    /// <summary>Puts nodes into a part of the graph, of which nothing is known yet.</summary>
    public static void Mark(ReadOnlySpan<Node> nodes, int scope)
    {
        foreach (var node in nodes)
            (node.Scope, node.Index, node.Component) = (scope, -1, -1);
    }

    /// <summary>The components of the part that <see cref="Mark"/> made, as far as they can be reached from some nodes.</summary>
    public static Components Find(ReadOnlySpan<Node> starts, int scope)
    {
        var components = new Components(scope);
        foreach (var start in starts)
        {
            if (start.Index < 0)
                components.Search(start);
        }

        return components;
    }

    /// <summary>Can one go round in it?</summary>
    public static bool IsCyclic(ReadOnlySpan<Node> component) => component.Length > 1 || component[0].Successors.Contains(component[0]);

    void Search(Node start)
    {
        Open(start);
        while (_work.TryPop(out var top))
        {
            var (node, next) = top;
            if (next > 0 && node.Successors[next - 1] is var last && last.Scope == _scope && last.Component < 0)
                node.Low = Math.Min(node.Low, last.Low);
            if (next < node.Successors.Count)
            {
                _work.Push((node, next + 1));
                var successor = node.Successors[next];
                if (successor.Scope == _scope && successor.Index < 0)
                    Open(successor);
                continue;
            }

            if (node.Low == node.Index)
                Close(node);
        }
    }

    void Open(Node node)
    {
        node.Index = node.Low = _found++;
        _open.Push(node);
        _work.Push((node, 0));
    }

    void Close(Node first)
    {
        Node member;
        do
        {
            member = _open.Pop();
            member.Component = _ends.Count;
            _nodes.Add(member);
        }
        while (member != first);
        _ends.Add(_nodes.Count);
    }
}
