namespace Sluice.Chains.Semantics;

/// <summary>A part of a map's key or value that a script can write as one value.</summary>
/// <param name="Name">Its name; empty where the whole is one part.</param>
/// <param name="Offset">Bytes from the start.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsBigEndian">Is it in network byte order?</param>
sealed record MapField(string Name, int Offset, int Size, ChainType Type, bool IsBigEndian)
{
    /// <summary>Is it the index of an interface, which a script may name?</summary>
    public bool IsInterface { get; init; }
}
