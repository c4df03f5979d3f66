using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Configuration.Expansion;

/// <summary>Connections between elements, and through what only passes them on: the ends of compound elements and groups.</summary>
sealed class TunnelGraph
{
    readonly List<int> _elements = [];
    readonly List<(int From, int FromPort, int To, int ToPort, SourceSpan Span)> _connections = [];
    readonly Dictionary<(int Node, int Port), List<(int To, int ToPort)>> _passages = [];

    /// <summary>A node.</summary>
    /// <param name="element">The index of the element that it is; negative for a passage.</param>
    public int Add(int element)
    {
        _elements.Add(element);
        return _elements.Count - 1;
    }

    /// <summary>Connects two nodes.</summary>
    public void Connect(int from, int fromPort, int to, int toPort, SourceSpan span)
    {
        if (_elements[from] >= 0)
            _connections.Add((from, fromPort, to, toPort, span));
        else if (_passages.TryGetValue((from, fromPort), out var known))
            known.Add((to, toPort));
        else
            _passages[(from, fromPort)] = [(to, toPort)];
    }

    /// <summary>The connections from element to element, each once, and where each starts in the text.</summary>
    /// <remarks>A passage that nothing leaves swallows its connections; one that leads only to itself too (click(5)).</remarks>
    public IEnumerable<(int From, int FromPort, int To, int ToPort, SourceSpan Span)> Resolve()
    {
        HashSet<(int, int, int, int)> found = [];
        foreach (var (from, fromPort, to, toPort, span) in _connections)
        {
            foreach (var (target, targetPort) in Reach(to, toPort))
            {
                if (found.Add((_elements[from], fromPort, _elements[target], targetPort)))
                    yield return (_elements[from], fromPort, _elements[target], targetPort, span);
            }
        }
    }

    List<(int Node, int Port)> Reach(int to, int toPort)
    {
        if (_elements[to] >= 0)
            return [(to, toPort)];
        List<(int, int)> reached = [];
        HashSet<(int, int)> seen = [(to, toPort)];
        Stack<(int, int)> open = new([(to, toPort)]);
        while (open.TryPop(out var place))
        {
            if (!_passages.TryGetValue(place, out var next))
                continue;
            // The last pushed is looked at first; the order of the text is kept by pushing backwards.
            for (var i = next.Count - 1; i >= 0; i--)
            {
                if (_elements[next[i].To] < 0 && seen.Add(next[i]))
                    open.Push(next[i]);
            }

            reached.AddRange(next.Where(target => _elements[target.To] >= 0));
        }

        return reached;
    }
}
