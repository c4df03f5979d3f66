using System.Numerics;
using Sluice.Runtime.Memory;

namespace Sluice.Runtime.Maps.Tries;

/// <summary>Keeps the readers' side of a longest-prefix map, a root table and blocks, in step with the writers' trie.</summary>
/// <remarks>
/// A block stands at a fixed depth, 16 bits and then every 6, for the topmost node of the trie there that has children. A
/// change of one prefix rebuilds the blocks on its way from the root, a handful; each is replaced by one store, so that
/// readers see it before or after.
/// </remarks>
sealed unsafe class LpmBlocks : IDisposable
{
    // Most blocks that one change can need: one a level for the longest keys, and the few next to them.
    const int MaxNewBlocks = 400;
    const int EntriesOfBlock = 1 << LpmBlock.Bits;

    readonly LpmState* _state;
    readonly PrefixTrie _trie;
    readonly LpmBlockPool _pool;
    readonly NativeRegion _root;
    readonly int _rootBits, _words;
    readonly List<uint> _orphans = [];

    ulong* _changed;
    int _changedLength;

    public LpmBlocks(BpfRuntime runtime, LpmState* state, PrefixTrie trie, nuint prefixes)
    {
        _state = state;
        _trie = trie;
        _rootBits = LpmWords.RootBits(state->DataSize);
        _words = LpmWords.Count(state->DataSize);
        _pool = new LpmBlockPool(runtime, prefixes);
        _root = NativeRegion.Reserve((nuint)sizeof(uint) << _rootBits);
        state->Root = (uint*)_root.Address;
        state->Blocks = _pool.Address;
    }

    /// <summary>Is there surely room for what one change needs?</summary>
    public bool HasRoom => _pool.HasRoom(MaxNewBlocks);

    /// <summary>Notes that a node went whose block must not be used again; it is retired by the next <see cref="Refresh"/>.</summary>
    public void Orphan(uint block) => _orphans.Add(block);

    /// <summary>Brings the readers' side in step after the prefix <paramref name="words"/> came or went.</summary>
    public void Refresh(ulong* words, int length)
    {
        _changed = words;
        _changedLength = length;
        var depth = Math.Min(length, _rootBits);
        var low = (uint)LpmWords.Bits(words, 0, depth) << (_rootBits - depth);
        Fill(new Target(_state->Root, 0, _rootBits), _trie.Top(words, depth), depth, low, depth == 0 ? 0 : _trie.Covering(words, depth - 1));
        foreach (var orphan in _orphans)
            Retire(orphan);
        _orphans.Clear();
    }

    /// <summary>Makes <paramref name="record"/> the parent of the prefixes directly below a node.</summary>
    public void Adopt(PrefixNode* node, uint record)
    {
        for (var side = 0; side < 2; side++)
        {
            if (node->Children[side] != 0)
                AdoptSubtree(_trie[node->Children[side]], record);
        }
    }

    /// <summary>The same for a node and what is below it.</summary>
    public void AdoptSubtree(PrefixNode* node, uint record)
    {
        if (node->Block != 0 && (node->Record == 0 || node->Length != OffsetOf(node)))
            Volatile.Write(ref _state->Block(node->Block)->Covering, record);
        if (node->Record != 0)
            Volatile.Write(ref _state->Record(node->Record)->Parent, record);
        else
            Adopt(node, record);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pool.Dispose();
        _root.Dispose();
    }

    int OffsetOf(PrefixNode* node) => _rootBits + ((node->Length - _rootBits) / LpmBlock.Bits * LpmBlock.Bits);

    /// <summary>Writes the entries from <paramref name="low"/> on that begin with <paramref name="depth"/> bits of a path.</summary>
    void Fill(Target target, uint number, int depth, uint low, uint best)
    {
        var end = target.Offset + target.Bits;
        var count = 1u << (end - depth);
        if (number == 0)
        {
            target.Set(low, count, best);
            return;
        }

        var node = _trie[number];
        var known = Math.Min(node->Length, end) - target.Offset;
        var first = (uint)LpmWords.Bits(PrefixTrie.Words(node), target.Offset, known) << (target.Bits - known);
        var inner = 1u << (target.Bits - known);
        target.Set(low, first - low, best);
        target.Set(first + inner, low + count - first - inner, best);
        if (node->Length >= end)
        {
            target.Set(first, 1, EntryFor(node));
            return;
        }

        if (node->Block != 0 && target.Owner != node)
        {
            _orphans.Add(node->Block); // A node above it in the same block has taken over.
            node->Block = 0;
        }

        if (node->Record != 0 && node->Length > target.Offset)
            best = node->Record;
        else if (node->Record != 0 && target.Owner == null)
            best = node->Record; // The root table has no covering prefix to fall back on.
        Fill(target, node->Children[0], node->Length + 1, first, best);
        Fill(target, node->Children[1], node->Length + 1, first + (inner / 2), best);
    }

    uint EntryFor(PrefixNode* node)
    {
        if (!node->HasChildren)
        {
            if (node->Block != 0)
                _orphans.Add(node->Block);
            node->Block = 0;
            return node->Record;
        }

        var offset = OffsetOf(node);
        var isOnPath = _changedLength >= offset && LpmWords.Common(PrefixTrie.Words(node), _changed, _words) >= (uint)offset;
        if (node->Block == 0 || isOnPath)
            Build(node, offset);
        return node->Block;
    }

    void Build(PrefixNode* node, int offset)
    {
        var entries = stackalloc uint[EntriesOfBlock];
        var number = (uint)(((byte*)node - (byte*)_trie[0]) / ((byte*)_trie[1] - (byte*)_trie[0]));
        Fill(new Target(entries, offset, LpmBlock.Bits, node), number, offset, 0, 0);
        var starts = 1ul;
        for (var index = 1; index < EntriesOfBlock; index++)
        {
            if (entries[index] != entries[index - 1])
                starts |= 1ul << index;
        }

        var entry = node->Block;
        var same = entry != 0 && _state->Block(entry)->Starts == starts;
        if (!same)
            entry = _pool.Take(BitOperations.PopCount(starts));
        var block = _state->Block(entry);
        block->Starts = starts;
        block->Offset = (ushort)offset;
        block->Count = (ushort)BitOperations.PopCount(starts);
        Volatile.Write(ref block->Covering, _trie.Covering(PrefixTrie.Words(node), offset));
        var run = -1;
        for (var index = 0; index < EntriesOfBlock; index++)
        {
            if ((starts >> index & 1) != 0)
                Volatile.Write(ref LpmBlock.Entries(block)[++run], entries[index]);
        }

        if (same)
            return;
        if (node->Block != 0)
            _orphans.Add(node->Block);
        node->Block = entry; // Becomes reachable when the entry above is written.
    }

    void Retire(uint entry) => _pool.Retire(entry, _state->Block(entry)->Count);

    /// <summary>A table of entries that is being filled, and the node whose block it is (none for the root).</summary>
    readonly struct Target(uint* entries, int offset, int bits, PrefixNode* owner = null)
    {
        public int Offset => offset;

        public int Bits => bits;

        public PrefixNode* Owner => owner;

        public void Set(uint first, uint count, uint entry)
        {
            for (var index = first; index < first + count; index++)
            {
                if (entries[index] != entry)
                    Volatile.Write(ref entries[index], entry);
            }
        }
    }
}
