namespace Sluice.Cli.Execution;

/// <summary>Keeps the first of many things, and counts the rest.</summary>
sealed class BoundedLog<T>(int capacity = BoundedLog<T>.DefaultCapacity)
{
    const int DefaultCapacity = 10_000;

    readonly List<T> _kept = [];

    /// <summary>The first ones.</summary>
    public IReadOnlyList<T> Kept => _kept;

    /// <summary>All that were added.</summary>
    public long Count { get; private set; }

    /// <summary>Is there no room for more? Then adding is counting.</summary>
    public bool IsFull => _kept.Count == capacity;

    /// <summary>Adds one.</summary>
    public void Add(T item)
    {
        Count++;
        if (!IsFull)
            _kept.Add(item);
    }

    /// <summary>Counts one of which nothing is kept.</summary>
    public void Skip() => Count++;
}
