namespace Sluice.Runtime.Maps.Hashes;

/// <summary>The entries that one list of an LRU hash evicts from, newest first.</summary>
sealed class LruList
{
    /// <summary>The newest slot, or 0.</summary>
    public uint First;

    /// <summary>The oldest slot, or 0.</summary>
    public uint Last;

    /// <summary>Entries counted in: those in the list, and those about to come or go.</summary>
    public int Count;

    /// <summary>Guards all but <see cref="Count"/>.</summary>
    public int Lock;
}
