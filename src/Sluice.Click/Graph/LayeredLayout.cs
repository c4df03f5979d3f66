namespace Sluice.Click.Graph;

/// <summary>Places the vertices of a directed graph in layers, edges going down as far as they can, with few crossings.</summary>
/// <remarks>In the manner of Sugiyama, Tagawa and Toda, "Methods for Visual Understanding of Hierarchical System Structures" (1981): edges
/// that close a cycle are turned round, layers are longest paths, long edges get a vertex in every layer they pass, vertices are ordered by
/// the mean of their neighbours. The same graph gives the same drawing.</remarks>
sealed class LayeredLayout
{
    const int Sweeps = 12;
    const double Gap = 28;
    const double LayerGap = 56;
    const double PassageWidth = 10;

    readonly List<int> _layer = [];
    readonly List<double> _width = [];
    readonly List<List<int>> _above = [];
    readonly List<List<int>> _below = [];
    readonly List<int[]> _paths = [];
    readonly List<List<int>> _rows = [];
    readonly double _height;
    double[] _x = [];

    LayeredLayout(double height) => _height = height;

    /// <summary>Width of the drawing.</summary>
    public double Width { get; private set; }

    /// <summary>Height of the drawing.</summary>
    public double Height => Math.Max(1, _rows.Count) * (_height + LayerGap) - LayerGap + 2 * Gap;

    /// <summary>Lays a graph out.</summary>
    /// <param name="widths">The width of each vertex.</param>
    /// <param name="height">The height of all.</param>
    /// <param name="edges">The edges.</param>
    public static LayeredLayout Of(IReadOnlyList<double> widths, double height, IReadOnlyList<(int From, int To)> edges)
    {
        LayeredLayout layout = new(height);
        foreach (var width in widths)
            layout.AddVertex(0, width);
        var turned = FindBackEdges(widths.Count, edges);
        layout.AssignLayers(widths.Count, edges, turned);
        foreach (var (index, (from, to)) in edges.Index())
            layout.AddPath(turned[index] ? to : from, turned[index] ? from : to, turned[index]);
        layout.Order();
        layout.Place();
        return layout;
    }

    /// <summary>The middle of a vertex.</summary>
    public GraphPoint Center(int vertex) => new(_x[vertex], Gap + _layer[vertex] * (_height + LayerGap) + _height / 2);

    /// <summary>The points that an edge passes between its ends, from its own beginning on.</summary>
    public IEnumerable<GraphPoint> Bends(int edge) => _paths[edge].Select(Center);

    /// <summary>Does an edge go up, or stay within its layer?</summary>
    public bool GoesUp(int from, int to) => _layer[from] >= _layer[to];

    int AddVertex(int layer, double width)
    {
        _layer.Add(layer);
        _width.Add(width);
        _above.Add([]);
        _below.Add([]);
        return _layer.Count - 1;
    }

    // An edge to a vertex that is still being looked at closes a cycle. Without recursion: graphs may be long.
    static bool[] FindBackEdges(int vertices, IReadOnlyList<(int From, int To)> edges)
    {
        var from = edges.Index().ToLookup(edge => edge.Item.From, edge => (edge.Index, edge.Item.To));
        var state = new int[vertices];
        var back = new bool[edges.Count];
        // What nothing leads to comes first, so that drawings start there.
        var order = Enumerable.Range(0, vertices).OrderBy(vertex => edges.Any(edge => edge.To == vertex) ? 1 : 0);
        foreach (var root in order)
        {
            if (state[root] != 0)
                continue;
            Stack<(int Vertex, IEnumerator<(int Index, int To)> Edges)> open = new();
            open.Push((root, from[root].GetEnumerator()));
            state[root] = 1;
            while (open.TryPeek(out var top))
            {
                if (!top.Edges.MoveNext())
                {
                    state[top.Vertex] = 2;
                    open.Pop();
                    continue;
                }

                var (index, to) = top.Edges.Current;
                back[index] = state[to] == 1;
                if (state[to] != 0)
                    continue;
                state[to] = 1;
                open.Push((to, from[to].GetEnumerator()));
            }
        }

        return back;
    }

    void AssignLayers(int vertices, IReadOnlyList<(int From, int To)> edges, bool[] turned)
    {
        var forward = edges.Select((edge, index) => turned[index] ? (From: edge.To, To: edge.From) : edge).Where(edge => edge.From != edge.To).ToArray();
        var below = forward.ToLookup(edge => edge.From, edge => edge.To);
        var waiting = new int[vertices];
        foreach (var (_, to) in forward)
            waiting[to]++;
        Queue<int> ready = new(Enumerable.Range(0, vertices).Where(vertex => waiting[vertex] == 0));
        while (ready.TryDequeue(out var vertex))
        {
            foreach (var next in below[vertex])
            {
                _layer[next] = Math.Max(_layer[next], _layer[vertex] + 1);
                if (--waiting[next] == 0)
                    ready.Enqueue(next);
            }
        }

        // A source stands right above what it feeds.
        foreach (var source in Enumerable.Range(0, vertices).Where(vertex => _layer[vertex] == 0 && below[vertex].Any()))
            _layer[source] = below[source].Min(next => _layer[next]) - 1;
    }

    void AddPath(int from, int to, bool turned)
    {
        List<int> passed = [];
        var last = from;
        for (var layer = _layer[from] + 1; layer < _layer[to]; layer++)
        {
            var passage = AddVertex(layer, PassageWidth);
            Join(last, passage);
            passed.Add(passage);
            last = passage;
        }

        if (from != to)
            Join(last, to);
        if (turned)
            passed.Reverse();
        _paths.Add([.. passed]);
    }

    void Join(int above, int below)
    {
        _below[above].Add(below);
        _above[below].Add(above);
    }

    void Order()
    {
        for (var vertex = 0; vertex < _layer.Count; vertex++)
        {
            while (_rows.Count <= _layer[vertex])
                _rows.Add([]);
            _rows[_layer[vertex]].Add(vertex);
        }

        var position = new double[_layer.Count];
        foreach (var row in _rows)
            Number(row, position);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var down = sweep % 2 == 0;
            foreach (var row in down ? _rows : Enumerable.Reverse(_rows))
            {
                var neighbours = down ? _above : _below;
                var keys = row.ToDictionary(vertex => vertex, vertex => neighbours[vertex].Count == 0 ? position[vertex] : neighbours[vertex].Average(other => position[other]));
                var sorted = row.OrderBy(vertex => keys[vertex]).ToArray();
                row.Clear();
                row.AddRange(sorted);
                Number(row, position);
            }
        }
    }

    static void Number(List<int> row, double[] position)
    {
        for (var i = 0; i < row.Count; i++)
            position[row[i]] = i - row.Count / 2.0;
    }

    // Rows side by side first; then each vertex moves towards its neighbours as far as those beside it let it.
    void Place()
    {
        _x = new double[_layer.Count];
        foreach (var row in _rows)
        {
            var x = 0.0;
            foreach (var vertex in row)
            {
                _x[vertex] = x + _width[vertex] / 2;
                x += _width[vertex] + Gap;
            }
        }

        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var down = sweep % 2 == 0;
            foreach (var row in down ? _rows : Enumerable.Reverse(_rows))
                Move(row, down ? _above : _below);
        }

        if (_x.Length == 0)
            return;
        var left = Enumerable.Range(0, _x.Length).Min(vertex => _x[vertex] - _width[vertex] / 2);
        for (var vertex = 0; vertex < _x.Length; vertex++)
            _x[vertex] += Gap - left;
        Width = Enumerable.Range(0, _x.Length).Max(vertex => _x[vertex] + _width[vertex] / 2) + Gap;
    }

    // The best places that keep order and distance: neighbours that would overlap move as one block.
    void Move(List<int> row, List<List<int>> neighbours)
    {
        List<(double Wish, int Count, int First)> blocks = [];
        var offset = new double[row.Count];
        for (var i = 1; i < row.Count; i++)
            offset[i] = offset[i - 1] + (_width[row[i - 1]] + _width[row[i]]) / 2 + Gap;
        for (var i = 0; i < row.Count; i++)
        {
            var vertex = row[i];
            var wish = (neighbours[vertex].Count == 0 ? _x[vertex] : neighbours[vertex].Average(other => _x[other])) - offset[i];
            (double Wish, int Count, int First) block = (wish, 1, i);
            while (blocks is [.., var last] && last.Wish > block.Wish)
            {
                block = ((last.Wish * last.Count + block.Wish * block.Count) / (last.Count + block.Count), last.Count + block.Count, last.First);
                blocks.RemoveAt(blocks.Count - 1);
            }

            blocks.Add(block);
        }

        foreach (var (wish, count, first) in blocks)
        {
            for (var i = first; i < first + count; i++)
                _x[row[i]] = wish + offset[i];
        }
    }
}
