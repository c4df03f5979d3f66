namespace Sluice.Runtime.Maps.Hashes;

/// <summary>A slot's place in its LRU list. Guarded by the list's lock.</summary>
struct LruNode
{
    public uint Newer, Older;
    public int List;
    public bool IsLinked;
}
