using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps.Slots;
using Sluice.Runtime.Memory;

namespace Sluice.Runtime.Maps.Tries;

/// <summary>A map whose lookup finds the longest stored prefix of a key.</summary>
/// <remarks>
/// <para>A key is <c>struct bpf_lpm_trie_key</c>: the length in bits, then the data. A lookup answers with the longest stored
/// prefix that is no longer than the key's own length, for programs and user space alike; update, delete and the order of
/// keys go by exact prefixes (kernel/bpf/lpm_trie.c).</para>
/// <para>Readers and writers have a structure each. Writers, under a lock, keep a binary trie (<see cref="PrefixTrie"/>).
/// Readers go through a table of the first 16 bits and then compressed tables of 6 bits (<see cref="LpmBlocks"/>), which
/// skip what all prefixes below have in common, to a record; the records of the prefixes that cover it are linked from it,
/// shortest last. A few tens of bytes per prefix.</para>
/// </remarks>
sealed unsafe class LpmTrieMap : RuntimeMap
{
    const int LengthSize = sizeof(uint);

    readonly NativeRegion _values, _recordMemory;
    readonly SlotPool _slots, _records;
    readonly PrefixTrie _trie;
    readonly LpmBlocks _blocks;
    readonly int _dataSize, _words;
    int _count;
    int _lock;

    /// <exception cref="NativeMemoryException">There is no room.</exception>
    public LpmTrieMap(BpfRuntime runtime, MapSpec spec)
        : base(runtime, spec, &AllocateState<LpmState>()->Header, LpmLookup.For(spec.KeySize - LengthSize))
    {
        _dataSize = spec.KeySize - LengthSize;
        _words = LpmWords.Count(_dataSize);
        State->DataSize = _dataSize;
        State->MaxLength = (uint)_dataSize * 8;
        State->RecordStride = (nuint)(sizeof(LpmRecord) + (_words * sizeof(ulong)));
        _slots = new SlotPool(runtime, spec.MaxEntries);
        _records = new SlotPool(runtime, spec.MaxEntries);
        _recordMemory = NativeRegion.Reserve(_records.Capacity * State->RecordStride);
        State->Records = _recordMemory.Address;
        Header->ValuesLength = _slots.Capacity * (uint)Header->Stride;
        _values = NativeRegion.Reserve(Header->ValuesLength);
        Header->Values = _values.Address;
        _trie = new PrefixTrie(spec.MaxEntries, _words);
        _blocks = new LpmBlocks(runtime, State, _trie, _slots.Capacity);
    }

    LpmState* State => (LpmState*)Header;

    private protected override Errno CopyValue(byte* key, byte* value)
    {
        WordLock.Acquire(ref _lock); // User space is in no run: nothing else keeps the value from being recycled.
        var found = FastLookup.Pointer(Header, key);
        if (found != null)
            Layout.CopyOut(value, found);
        WordLock.Release(ref _lock);
        return found != null ? Errno.None : Errno.NotFound;
    }

    private protected override Errno Update(Cpu? cpu, byte* key, byte* value, ulong flags)
    {
        var length = *(uint*)key;
        if (flags > (ulong)UpdateFlags.Exist || length > State->MaxLength)
            return Errno.InvalidArgument;
        var words = stackalloc ulong[_words + 1];
        LpmWords.Load(words, key + LengthSize, _dataSize);
        WordLock.Acquire(ref _lock);
        var error = Update(words, (int)length, value, flags);
        WordLock.Release(ref _lock);
        return error;
    }

    private protected override Errno Delete(Cpu? cpu, byte* key)
    {
        var length = *(uint*)key;
        if (length > State->MaxLength)
            return Errno.InvalidArgument;
        var words = stackalloc ulong[_words + 1];
        LpmWords.Load(words, key + LengthSize, _dataSize);
        WordLock.Acquire(ref _lock);
        var error = Delete(words, (int)length);
        WordLock.Release(ref _lock);
        return error;
    }

    private protected override Errno CopyNextKey(byte* key, byte* next)
    {
        var words = stackalloc ulong[_words + 1];
        var isPrefix = key != null && *(uint*)key <= State->MaxLength;
        if (isPrefix)
            LpmWords.Load(words, key + LengthSize, _dataSize);
        WordLock.Acquire(ref _lock);
        var record = isPrefix ? _trie.Next(words, *(int*)key) : _trie.Next(null, 0);
        if (record != 0)
        {
            *(uint*)next = State->Record(record)->Length;
            LpmWords.Store(next + LengthSize, (ulong*)(State->Record(record) + 1), _dataSize);
        }

        WordLock.Release(ref _lock);
        return record != 0 ? Errno.None : Errno.NotFound;
    }

    private protected override void FreeMemory()
    {
        _blocks.Dispose();
        _trie.Dispose();
        _records.Dispose();
        _slots.Dispose();
        _recordMemory.Dispose();
        _values.Dispose();
    }

    Errno Update(ulong* words, int length, byte* value, ulong flags)
    {
        var node = _trie.Find(words, length);
        var exists = node != null && node->Record != 0;
        if (exists && (flags & (ulong)UpdateFlags.NoExist) != 0)
            return Errno.Exists;
        if (!exists && (flags & (ulong)UpdateFlags.Exist) != 0)
            return Errno.NotFound;
        if (!exists && _count == Spec.MaxEntries)
            return Errno.NoSpace;
        var slot = _slots.Take();
        if (slot == 0)
            return Errno.NoMemory;
        Layout.Initialise(Header->Values + ((nuint)slot * (uint)Header->Stride), value, null);
        if (exists)
        {
            var existing = State->Record(node->Record);
            var old = existing->Slot;
            Volatile.Write(ref existing->Slot, slot);
            _slots.Retire(old);
            ReplaceData(node, words);
            return Errno.None;
        }

        var record = _blocks.HasRoom ? _records.Take() : 0;
        if (record == 0)
        {
            _slots.Return(slot);
            return Errno.NoMemory;
        }

        Insert(node, words, length, record, slot);
        return Errno.None;
    }

    void Insert(PrefixNode* node, ulong* words, int length, uint record, uint slot)
    {
        *State->Record(record) = new LpmRecord
        {
            Parent = _trie.Covering(words, length),
            Length = (uint)length,
            Slot = slot,
        };
        new ReadOnlySpan<ulong>(words, _words).CopyTo(new Span<ulong>(State->Record(record) + 1, _words));
        if (node == null)
            node = _trie.Add(words, length);
        node->Record = record;
        _count++;
        _blocks.Adopt(node, record); // Reachable from below before from above: no lookup finds it and then finds less again.
        _blocks.Refresh(words, length);
    }

    Errno Delete(ulong* words, int length)
    {
        var node = _trie.Find(words, length);
        if (node == null || node->Record == 0)
            return Errno.NotFound;
        if (!_blocks.HasRoom)
            return Errno.NoMemory;
        var number = node->Record;
        var record = State->Record(number);
        var left = node->Children[0];
        var right = node->Children[1];
        _trie.Remove(words, length, _blocks.Orphan);
        _count--;
        _blocks.Refresh(words, length);
        if (left != 0)
            _blocks.AdoptSubtree(_trie[left], record->Parent);
        if (right != 0)
            _blocks.AdoptSubtree(_trie[right], record->Parent);
        _slots.Retire(record->Slot);
        _records.Retire(number);
        return Errno.None;
    }

    /// <summary>An update keeps the bits behind the prefix as they were given last, and NextKey shows them.</summary>
    void ReplaceData(PrefixNode* node, ulong* words)
    {
        new ReadOnlySpan<ulong>(words, _words).CopyTo(new Span<ulong>(PrefixTrie.Words(node), _words));
        new ReadOnlySpan<ulong>(words, _words).CopyTo(new Span<ulong>(State->Record(node->Record) + 1, _words));
    }
}
