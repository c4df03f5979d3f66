using Sluice.Runtime.Memory;

namespace Sluice.Runtime.Maps.Tries;

/// <summary>All prefixes in a path-compressed binary trie: the writers' side of a longest-prefix map. Guarded by its lock.</summary>
sealed unsafe class PrefixTrie : IDisposable
{
    readonly NativeRegion _memory;
    readonly nuint _stride;
    readonly int _words;
    uint _used = 1, _free;

    /// <summary>Makes room for the nodes of <paramref name="prefixes"/> prefixes, with a branch for each.</summary>
    /// <exception cref="NativeMemoryException">There is no room.</exception>
    public PrefixTrie(int prefixes, int words)
    {
        _words = words;
        _stride = (nuint)(sizeof(PrefixNode) + ((words + 1) * sizeof(ulong))); // One more: Bits may read it.
        _memory = NativeRegion.Reserve(((2 * (nuint)(uint)prefixes) + 1) * _stride);
    }

    /// <summary>The topmost node, or 0.</summary>
    public uint Root { get; private set; }

    /// <summary>A node by number.</summary>
    public PrefixNode* this[uint number] => (PrefixNode*)(_memory.Address + (number * _stride));

    /// <summary>A node's words.</summary>
    public static ulong* Words(PrefixNode* node) => (ulong*)(node + 1);

    /// <summary>The bit of <paramref name="words"/> at <paramref name="index"/>.</summary>
    public static int Bit(ulong* words, int index) => (int)(words[index / 64] >> (63 - (index % 64))) & 1;

    /// <summary>The node of exactly this prefix, which may be a mere branch, or null.</summary>
    public PrefixNode* Find(ulong* words, int length)
    {
        for (var number = Root; number != 0;)
        {
            var node = this[number];
            if (node->Length > length || LpmWords.Common(Words(node), words, _words) < (uint)node->Length)
                return null;
            if (node->Length == length)
                return node;
            number = node->Children[Bit(words, node->Length)];
        }

        return null;
    }

    /// <summary>The longest stored prefix of <paramref name="words"/> with at most <paramref name="length"/> bits, or 0.</summary>
    public uint Covering(ulong* words, int length)
    {
        var found = 0u;
        for (var number = Root; number != 0;)
        {
            var node = this[number];
            if (node->Length > length || LpmWords.Common(Words(node), words, _words) < (uint)node->Length)
                break;
            if (node->Record != 0)
                found = node->Record;
            if (node->Length == length)
                break;
            number = node->Children[Bit(words, node->Length)];
        }

        return found;
    }

    /// <summary>The topmost node of those that begin with <paramref name="length"/> bits of <paramref name="words"/>, or 0.</summary>
    public uint Top(ulong* words, int length)
    {
        var number = Get(Walk(words, length));
        return number != 0 && LpmWords.Common(Words(this[number]), words, _words) >= (uint)length ? number : 0;
    }

    /// <summary>Adds a node for a prefix that <see cref="Find"/> does not find, with a branch above it if need be.</summary>
    public PrefixNode* Add(ulong* words, int length)
    {
        var link = Walk(words, length);
        var below = Get(link);
        var added = Take(words, length);
        if (below == 0)
        {
            Set(link, added);
            return this[added];
        }

        var other = this[below];
        var common = (int)Math.Min(LpmWords.Common(Words(other), words, _words), (uint)Math.Min(other->Length, length));
        if (common == length)
        {
            this[added]->Children[Bit(Words(other), length)] = below;
            Set(link, added);
            return this[added];
        }

        var branch = Take(words, common);
        this[branch]->Children[Bit(words, common)] = added;
        this[branch]->Children[Bit(Words(other), common)] = below;
        Set(link, branch);
        return this[added];
    }

    /// <summary>Removes the node of a prefix, and the branch above it that has nothing left to branch to.</summary>
    /// <param name="words">The prefix.</param>
    /// <param name="length">Its bits.</param>
    /// <param name="freedBlock">Is called with the block of a node that goes, if it has one.</param>
    public void Remove(ulong* words, int length, Action<uint> freedBlock)
    {
        var link = (Node: 0u, Side: 0);
        var above = link;
        for (var number = Root; this[number]->Length < length; number = Get(link))
        {
            above = link;
            link = (number, Bit(words, this[number]->Length));
        }

        var node = this[Get(link)];
        node->Record = 0;
        if (node->Children[0] != 0 && node->Children[1] != 0)
            return;
        var removed = Get(link);
        var only = node->Children[0] | node->Children[1];
        Set(link, only);
        Free(removed, freedBlock);
        if (only != 0 || link.Node == 0 || this[link.Node]->Record != 0)
            return;
        var branch = this[link.Node];
        Set(above, branch->Children[0] | branch->Children[1]);
        Free(link.Node, freedBlock);
    }

    /// <summary>The prefix behind this one, or the first of all if it is null or not stored: longer ones before those that cover them.</summary>
    /// <returns>A record, or 0 behind the last.</returns>
    /// <remarks>kernel/bpf/lpm_trie.c, trie_get_next_key: post-order.</remarks>
    public uint Next(ulong* words, int length)
    {
        if (Root == 0)
            return 0;
        var node = words == null ? null : Find(words, length);
        if (node == null || node->Record == 0)
            return First(Root);

        // The last turn to the left above the node, and the last prefix: whichever is deeper comes next.
        var turn = 0u;
        var cover = 0u;
        for (var number = Root; this[number] != node;)
        {
            var above = this[number];
            var side = Bit(words, above->Length);
            var right = above->Children[1];
            if (side == 0 && right != 0)
                (turn, cover) = (right, 0);
            else if (above->Record != 0)
                (turn, cover) = (0, above->Record);
            number = above->Children[side];
        }

        return turn != 0 ? First(turn) : cover;
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    uint First(uint number)
    {
        while (true)
        {
            var node = this[number];
            if (!node->HasChildren)
                return node->Record;
            number = node->Children[0] != 0 ? node->Children[0] : node->Children[1];
        }
    }

    (uint Node, int Side) Walk(ulong* words, int length)
    {
        var link = (Node: 0u, Side: 0);
        for (var number = Root; number != 0; number = Get(link))
        {
            var node = this[number];
            if (node->Length >= length || LpmWords.Common(Words(node), words, _words) < (uint)node->Length)
                break;
            link = (number, Bit(words, node->Length));
        }

        return link;
    }

    uint Get((uint Node, int Side) link) => link.Node == 0 ? Root : this[link.Node]->Children[link.Side];

    void Set((uint Node, int Side) link, uint number)
    {
        if (link.Node == 0)
            Root = number;
        else
            this[link.Node]->Children[link.Side] = number;
    }

    uint Take(ulong* words, int length)
    {
        var number = _free;
        if (number != 0)
            _free = this[number]->Children[0];
        else
            number = _used++;
        var node = this[number];
        *node = new PrefixNode { Length = length };
        new ReadOnlySpan<ulong>(words, _words).CopyTo(new Span<ulong>(Words(node), _words));
        Words(node)[_words] = 0;
        return number;
    }

    void Free(uint number, Action<uint> freedBlock)
    {
        if (this[number]->Block != 0)
            freedBlock(this[number]->Block);
        this[number]->Children[0] = _free;
        _free = number;
    }
}
