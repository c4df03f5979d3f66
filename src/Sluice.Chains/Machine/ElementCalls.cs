namespace Sluice.Chains.Machine;

/// <summary>The calls of chain bytecode: helpers that call an element, a function or a chain, by its id in r1.</summary>
/// <remarks>Published: <c>hike_elem_call_1</c> to <c>_4</c>, helpers 0x11 to 0x14, in immediates shifted by 8; 0x15 for a
/// fourth argument is ours.</remarks>
public static class ElementCalls
{
    /// <summary>Set in the ids of chains.</summary>
    public const uint ChainBit = 0x4000_0000;

    const int First = 0x11, Shift = 8, MaxArguments = 4;

    /// <summary>The immediate of a call with so many arguments, 0 to 4, in r2 and up.</summary>
    public static int Immediate(int arguments) => (First + arguments) << Shift;

    /// <summary>The number of arguments of a call, or -1 if it calls no element.</summary>
    public static int Arguments(int immediate)
    {
        var arguments = (immediate >> Shift) - First;
        return (immediate & (1 << Shift) - 1) == 0 && arguments is >= 0 and <= MaxArguments ? arguments : -1;
    }

    /// <summary>How many registers a call hands over: the element's id and the arguments; 0 if it calls no element.</summary>
    public static int Registers(int immediate) => Arguments(immediate) + 1;
}
