namespace Sluice.Bpf.Platform;

/// <summary>How sets of types lie in 64 bits: Linux's numbers from bit 0 on, Sluice's own from bit 63 down.</summary>
static class TypeBits
{
    const int OwnBase = 0x5100;
    const int LastBit = 63;
    const int FirstOwnBit = 60;

    /// <summary>The bit of a number; 0 for a number that has none.</summary>
    public static ulong Of(int number)
    {
        var bit = number < OwnBase ? number : LastBit - (number - OwnBase);
        return (uint)bit <= LastBit ? 1UL << bit : 0;
    }

    /// <summary>The numbers of the bits.</summary>
    public static IEnumerable<int> Numbers(ulong bits)
    {
        for (var bit = 0; bit <= LastBit; bit++)
        {
            if ((bits >> bit & 1) != 0)
                yield return bit < FirstOwnBit ? bit : OwnBase + LastBit - bit;
        }
    }
}
