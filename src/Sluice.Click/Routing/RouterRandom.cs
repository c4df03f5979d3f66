namespace Sluice.Click.Routing;

/// <summary>Random numbers of an element: the same for the same seed, on every machine. SplitMix64 (Steele, Lea and Flood, "Fast
/// splittable pseudorandom number generators"). Not for secrets.</summary>
struct RouterRandom(ulong seed)
{
    ulong _state = seed;

    /// <summary>Any 64 bits.</summary>
    public ulong Next()
    {
        var z = _state += 0x9e3779b97f4a7c15;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
        z = (z ^ z >> 27) * 0x94d049bb133111eb;
        return z ^ z >> 31;
    }

    /// <summary>A number from 0 to <paramref name="bound"/> - 1.</summary>
    public int Next(int bound) => (int)Math.BigMul(Next(), (uint)bound, out _);

    /// <summary>A number from 0 up to, not including, 1.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));
}
