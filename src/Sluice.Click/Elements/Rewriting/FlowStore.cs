namespace Sluice.Click.Elements.Rewriting;

/// <summary>Mappings by flow, in both directions, and in the order in which they were used last. Users hold <see cref="Lock"/>.</summary>
sealed class FlowStore
{
    const long Second = 1_000_000_000;
    const int MostSpare = 1024;

    readonly Dictionary<FlowId, FlowEntry> _entries = [];
    readonly LinkedList<Flow> _order = new();
    readonly Stack<Flow> _spare = new();

    public Lock Lock { get; set; } = new();

    /// <summary>The mapping that was longest unused; null where there is none.</summary>
    public Flow? Oldest => _order.First?.Value;

    /// <summary>Mappings.</summary>
    public int Count => _order.Count;

    /// <summary>Mappings, the one that was longest unused first.</summary>
    public IEnumerable<Flow> Flows => _order;

    /// <summary>The mapping that a flow has.</summary>
    public bool TryFind(in FlowId id, out FlowEntry entry) => _entries.TryGetValue(id, out entry);

    /// <summary>Is the flow that goes out so free, so that its replies can be told from others'?</summary>
    public bool IsFree(in FlowId rewritten) => !_entries.ContainsKey(rewritten.Reverse());

    /// <summary>A mapping to fill in.</summary>
    public Flow Take() => _spare.Count > 0 ? _spare.Pop() : new Flow();

    /// <summary>Adds a mapping; others of its flows are removed.</summary>
    public void Add(Flow flow, long now)
    {
        if (_entries.TryGetValue(flow.Original, out var other))
            Remove(other.Flow);
        if (_entries.TryGetValue(flow.Rewritten.Reverse(), out other))
            Remove(other.Flow);
        _entries[flow.Original] = new FlowEntry(flow, false);
        _entries[flow.Rewritten.Reverse()] = new FlowEntry(flow, true);
        flow.LastUsed = now;
        _order.AddLast(flow.Node);
        _ = flow.Pattern?.InUse.Add(flow.Rewritten);
    }

    /// <summary>Notes that a packet of a mapping came. The order is kept to the second: it is for those who are long silent.</summary>
    public void Use(Flow flow, long now)
    {
        if (now - flow.LastUsed >= Second)
        {
            _order.Remove(flow.Node);
            _order.AddLast(flow.Node);
            flow.LastUsed = now;
        }
    }

    /// <summary>Removes a mapping.</summary>
    public void Remove(Flow flow)
    {
        Unlink(flow);
        if (_spare.Count < MostSpare)
            _spare.Push(flow);
    }

    /// <summary>Removes all mappings.</summary>
    public void Clear()
    {
        while (_order.First is { } node)
            Remove(node.Value);
    }

    /// <summary>Takes a mapping out, to put it into another store.</summary>
    public void Unlink(Flow flow)
    {
        RemoveEntry(flow.Original, flow);
        RemoveEntry(flow.Rewritten.Reverse(), flow);
        _order.Remove(flow.Node);
        _ = flow.Pattern?.InUse.Remove(flow.Rewritten);
    }

    void RemoveEntry(in FlowId id, Flow flow)
    {
        // A mapping to itself has one entry for both directions where the flow is its own reverse.
        if (_entries.TryGetValue(id, out var entry) && entry.Flow == flow)
            _ = _entries.Remove(id);
    }
}
