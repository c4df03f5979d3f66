namespace Sluice.Bpf.Btf.Binary;

/// <summary>Types by name: a dictionary to the first of a name, and from each type a link to the next of the same name.</summary>
sealed class BtfIndex
{
    readonly BtfType[] _types;
    readonly Dictionary<string, int> _first;
    readonly int[] _next;

    /// <summary>Indexes <paramref name="types"/>.</summary>
    public BtfIndex(ReadOnlySpan<BtfType> types)
    {
        _types = types.ToArray();
        _first = new(_types.Length);
        _next = new int[_types.Length];
        for (var i = _types.Length - 1; i >= 0; i--)
        {
            _next[i] = _first.GetValueOrDefault(_types[i].Name, -1);
            _first[_types[i].Name] = i;
        }
    }

    /// <summary>The types called <paramref name="name"/>, in their order.</summary>
    public IEnumerable<BtfType> Find(string name)
    {
        for (var i = _first.GetValueOrDefault(name, -1); i >= 0; i = _next[i])
            yield return _types[i];
    }
}
