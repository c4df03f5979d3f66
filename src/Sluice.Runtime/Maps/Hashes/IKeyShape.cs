namespace Sluice.Runtime.Maps.Hashes;

/// <summary>Hashing and comparing keys of certain sizes; one instantiation of the lookup is compiled for each.</summary>
unsafe interface IKeyShape
{
    /// <summary>Hashes <paramref name="size"/> bytes.</summary>
    static abstract ulong Hash(byte* key, int size, ulong seed);

    /// <summary>Are the keys the same?</summary>
    static abstract bool Equal(byte* left, byte* right, int size);
}
