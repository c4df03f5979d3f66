namespace Sluice.Runtime.Execution;

/// <summary>What a run holds open: helpers add and remove, the engine abandons what is left when the run has ended.</summary>
/// <remarks>A few entries at most, so they are searched one by one. Nothing is allocated after the first run that opens one.</remarks>
public sealed class OpenResources
{
    (IOpenResource Owner, ulong Address, ulong Length)[] _open = [];
    int _count;

    /// <summary>Is there any?</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Notes something given to the running program.</summary>
    /// <param name="owner">Who takes it back.</param>
    /// <param name="address">Where it lies.</param>
    /// <param name="length">Bytes there that the program may read and write; 0 if it gains none by it.</param>
    public void Add(IOpenResource owner, ulong address, ulong length)
    {
        if (_count == _open.Length)
            Array.Resize(ref _open, Math.Max(4, _count * 2));
        _open[_count++] = (owner, address, length);
    }

    /// <summary>Forgets what the program gave back.</summary>
    /// <returns>False if it did not have it: the helper must refuse.</returns>
    public bool Remove(IOpenResource owner, ulong address)
    {
        for (var index = _count - 1; index >= 0; index--)
        {
            if (_open[index].Address != address || _open[index].Owner != owner)
                continue;
            _open[index] = _open[--_count];
            _open[_count] = default;
            return true;
        }

        return false;
    }

    /// <summary>The memory given at <paramref name="address"/> or around it; empty if there is none.</summary>
    internal MemoryRange Find(ulong address)
    {
        for (var index = 0; index < _count; index++)
        {
            if (address - _open[index].Address < _open[index].Length)
                return new(_open[index].Address, _open[index].Length, true);
        }

        return default;
    }

    /// <summary>All memory that it has.</summary>
    internal IEnumerable<MemoryRange> Ranges => _open.Take(_count).Select(open => new MemoryRange(open.Address, open.Length, true));

    /// <summary>Who gave what lies exactly at <paramref name="address"/>, or null.</summary>
    public IOpenResource? OwnerOf(ulong address)
    {
        for (var index = 0; index < _count; index++)
        {
            if (_open[index].Address == address)
                return _open[index].Owner;
        }

        return null;
    }

    /// <summary>Takes everything back.</summary>
    internal void AbandonAll()
    {
        while (_count > 0)
        {
            var (owner, address, _) = _open[--_count];
            _open[_count] = default;
            owner.Abandon(address);
        }
    }
}
