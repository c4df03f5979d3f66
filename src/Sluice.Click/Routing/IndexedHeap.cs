namespace Sluice.Click.Routing;

/// <summary>A binary heap whose items can be taken out or given another rank where they are.</summary>
sealed class IndexedHeap<T> where T : class, IHeapItem
{
    T[] _items = new T[16];

    /// <summary>Items in it.</summary>
    public int Count { get; private set; }

    /// <summary>The item with the smallest key; there must be one.</summary>
    public T First => _items[0];

    /// <summary>Adds an item, or moves it to where its key belongs now.</summary>
    public void Put(T item)
    {
        if (item.HeapIndex >= 0)
        {
            SiftDown(item, SiftUp(item, item.HeapIndex));
            return;
        }

        if (Count == _items.Length)
            Array.Resize(ref _items, Count * 2);
        _ = SiftUp(item, Count++);
    }

    /// <summary>Takes an item out; one that is not in it is left alone.</summary>
    public void Remove(T item)
    {
        var index = item.HeapIndex;
        if (index < 0)
            return;
        item.HeapIndex = -1;
        var last = _items[--Count];
        _items[Count] = null!;
        if (last != item)
            SiftDown(last, SiftUp(last, index));
    }

    int SiftUp(T item, int index)
    {
        while (index > 0)
        {
            var parent = (index - 1) / 2;
            if (_items[parent].Key <= item.Key)
                break;
            Set(_items[parent], index);
            index = parent;
        }

        Set(item, index);
        return index;
    }

    void SiftDown(T item, int index)
    {
        for (var child = index * 2 + 1; child < Count; child = index * 2 + 1)
        {
            if (child + 1 < Count && _items[child + 1].Key < _items[child].Key)
                child++;
            if (_items[child].Key >= item.Key)
                break;
            Set(_items[child], index);
            index = child;
        }

        Set(item, index);
    }

    void Set(T item, int index)
    {
        _items[index] = item;
        item.HeapIndex = index;
    }
}
