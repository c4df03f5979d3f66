namespace Sluice.Click.Routing;

/// <summary>What an <see cref="IndexedHeap{T}"/> holds: it knows its rank and its place.</summary>
interface IHeapItem
{
    /// <summary>The smallest comes first.</summary>
    long Key { get; }

    /// <summary>Its place in the heap; -1 when it is in none.</summary>
    int HeapIndex { get; set; }
}
