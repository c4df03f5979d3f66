namespace Sluice.Runtime.Maps.Hashes;

/// <summary>What a lookup does besides finding the entry.</summary>
enum HashFlavour
{
    /// <summary>Nothing.</summary>
    Plain,

    /// <summary>Notes the use.</summary>
    Lru,

    /// <summary>Checks the time.</summary>
    Timeout,

    /// <summary>Follows to the inner map.</summary>
    Inner,
}
