using Sluice.Bpf.Instructions;

namespace Sluice.Chains.Machine.Words;

/// <summary>The helpers of chains: <c>hike_elem_call_1</c> to <c>_4</c> as published, and <c>_5</c> for four arguments.</summary>
static class ElementCall
{
    /// <summary>The most registers that a call takes: the element's number and four arguments.</summary>
    public const int MaxRegisters = 5;

    // hike_elem_call_1 is helper 0x11; a call's immediate is the helper's number times 256.
    const int First = 0x11, Shift = 8;

    /// <summary>How many registers a call hands over, the element's number in r1 included; 0 if it is no such call.</summary>
    public static int ArgumentsOf(BpfInstruction instruction)
    {
        var number = (instruction.Immediate >> Shift) - First + 1;
        return (instruction.Immediate & (1 << Shift) - 1) == 0 && number is >= 1 and <= MaxRegisters ? number : 0;
    }
}
