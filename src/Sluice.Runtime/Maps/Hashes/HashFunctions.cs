namespace Sluice.Runtime.Maps.Hashes;

/// <summary>Chooses the functions for a size of keys, once, when a map is made.</summary>
static class HashFunctions
{
    /// <summary>The fast lookup for keys of <paramref name="keySize"/> bytes.</summary>
    public static LookupFunction Lookup(int keySize, HashFlavour flavour) => keySize switch
    {
        4 => Lookup<KeyShapes.Four>(flavour),
        8 => Lookup<KeyShapes.Eight>(flavour),
        > 8 and <= 16 => Lookup<KeyShapes.UpToSixteen>(flavour),
        _ => Lookup<KeyShapes.Any>(flavour),
    };

    /// <summary>The hash that the fast lookup uses.</summary>
    public static unsafe delegate*<byte*, int, ulong, ulong> Hash(int keySize) => keySize switch
    {
        4 => &KeyShapes.Four.Hash,
        8 => &KeyShapes.Eight.Hash,
        > 8 and <= 16 => &KeyShapes.UpToSixteen.Hash,
        _ => &KeyShapes.Any.Hash,
    };

    static unsafe LookupFunction Lookup<TKey>(HashFlavour flavour)
        where TKey : struct, IKeyShape => flavour switch
        {
            HashFlavour.Lru => HashLookup<TKey>.LookupLru,
            HashFlavour.Timeout => HashLookup<TKey>.LookupTimeout,
            HashFlavour.Inner => HashLookup<TKey>.LookupInner,
            _ => HashLookup<TKey>.Lookup,
        };
}
