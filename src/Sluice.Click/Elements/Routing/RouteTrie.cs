using System.Runtime.CompilerServices;
using Sluice.Packets;

namespace Sluice.Click.Elements.Routing;

/// <summary>Routes by prefix, and the longest of them that an address matches, in at most three steps: a table by the upper 16 bits, below it
/// where needed tables by the next 8 and the last 8.</summary>
/// <remarks>Entries are a route's number plus one, 0 for none, or the complement of a table's number. Not for a change and a lookup at once.
/// </remarks>
sealed class RouteTrie
{
    const int BlockSize = 256, NoRoute = 0;

    readonly Dictionary<IPv4Prefix, int> _numbers = [];
    readonly List<Route> _routes = [];
    readonly Stack<int> _free = new();
    readonly int[] _top = new int[1 << 16];
    int[] _blocks = [];
    int _blockCount;

    /// <summary>All routes, in the order of their prefixes.</summary>
    public IEnumerable<Route> Routes => _numbers.OrderBy(static pair => pair.Key.Address.Value).ThenBy(static pair => pair.Key.Length)
        .Select(pair => _routes[pair.Value]);

    /// <summary>The route of exactly that prefix, or null.</summary>
    public Route? Find(IPv4Prefix prefix) => _numbers.TryGetValue(prefix, out var number) ? _routes[number] : null;

    /// <summary>The most specific route for an address, or null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Route? Lookup(uint address)
    {
        var entry = _top[address >> 16];
        if (entry < 0)
        {
            entry = _blocks[~entry * BlockSize + (int)(address >> 8 & 255)];
            if (entry < 0)
                entry = _blocks[~entry * BlockSize + (int)(address & 255)];
        }

        return entry == NoRoute ? null : _routes[entry - 1];
    }

    /// <summary>Adds a route; one of the same prefix is replaced.</summary>
    public void Set(Route route)
    {
        if (_numbers.TryGetValue(route.Prefix, out var number))
        {
            _routes[number] = route;
            return;
        }

        if (!_free.TryPop(out number))
        {
            number = _routes.Count;
            _routes.Add(route);
        }

        _routes[number] = route;
        _numbers.Add(route.Prefix, number);
        Fill(route.Prefix, entry => entry == NoRoute || _routes[entry - 1].Prefix.Length <= route.Prefix.Length, number + 1);
    }

    /// <summary>Removes the route of a prefix.</summary>
    public bool Remove(IPv4Prefix prefix)
    {
        if (!_numbers.Remove(prefix, out var number))
            return false;
        Fill(prefix, entry => entry == number + 1, Parent(prefix));
        _free.Push(number);
        return true;
    }

    /// <summary>Removes all routes.</summary>
    public void Clear()
    {
        _numbers.Clear();
        _routes.Clear();
        _free.Clear();
        Array.Clear(_top);
        _blockCount = 0;
    }

    /// <summary>The entry of the longest prefix around another.</summary>
    int Parent(IPv4Prefix prefix)
    {
        for (var length = prefix.Length - 1; length >= 0; length--)
        {
            var mask = length == 0 ? 0 : uint.MaxValue << 32 - length;
            if (_numbers.TryGetValue(new IPv4Prefix(new IPv4Address(prefix.Address.Value & mask), length), out var number))
                return number + 1;
        }

        return NoRoute;
    }

    /// <summary>Puts an entry wherever the prefix reaches and the entry that is there may be replaced.</summary>
    void Fill(IPv4Prefix prefix, Func<int, bool> mayReplace, int entry)
    {
        var address = prefix.Address.Value;
        if (prefix.Length <= 16)
        {
            Fill(_top, (int)(address >> 16), 1 << 16 - prefix.Length, mayReplace, entry);
            return;
        }

        // The tables move as they grow: the array is looked up when all of them are there.
        var start = Block(_top, (int)(address >> 16)) + (int)(address >> 8 & 255);
        if (prefix.Length > 24)
            start = Block(null, start) + (int)(address & 255);
        Fill(_blocks, start, 1 << (prefix.Length > 24 ? 32 : 24) - prefix.Length, mayReplace, entry);
    }

    void Fill(int[] table, int start, int count, Func<int, bool> mayReplace, int entry)
    {
        for (var i = start; i < start + count; i++)
        {
            if (table[i] < 0)
                Fill(_blocks, ~table[i] * BlockSize, BlockSize, mayReplace, entry);
            else if (mayReplace(table[i]))
                table[i] = entry;
        }
    }

    /// <summary>Where the table behind an entry begins; it is made where there is none.</summary>
    /// <param name="table">The table of the entry; null for the lower ones, which move as they grow.</param>
    /// <param name="index">The entry.</param>
    int Block(int[]? table, int index)
    {
        var entry = (table ?? _blocks)[index];
        if (entry < 0)
            return ~entry * BlockSize;
        if ((_blockCount + 1) * BlockSize > _blocks.Length)
            Array.Resize(ref _blocks, Math.Max(4 * BlockSize, _blocks.Length * 2));
        var block = _blockCount++;
        Array.Fill(_blocks, entry, block * BlockSize, BlockSize);
        (table ?? _blocks)[index] = ~block;
        return block * BlockSize;
    }
}
