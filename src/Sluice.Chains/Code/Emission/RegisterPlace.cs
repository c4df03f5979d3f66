namespace Sluice.Chains.Code.Emission;

/// <summary>Where a virtual register lives: in a register of the machine, or in a slot of the stack.</summary>
/// <param name="Register">The machine's register, or -1.</param>
/// <param name="Slot">The stack's slot of 8 bytes, from 0, or -1.</param>
readonly record struct RegisterPlace(int Register, int Slot)
{
    /// <summary>Of a register that nothing reads or writes.</summary>
    public static RegisterPlace None => new(-1, -1);

    public bool IsSpilled => Register < 0;
}
