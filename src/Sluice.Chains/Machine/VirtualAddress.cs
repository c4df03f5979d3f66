namespace Sluice.Chains.Machine;

/// <summary>Addresses as chain bytecode sees them: a bank in the uppermost of 32 bits, an offset in the lower 24.</summary>
/// <remarks>Of the 64 bits of a register plus an offset the machine uses the lower 32.</remarks>
public static class VirtualAddress
{
    /// <summary>The packet's length in bytes, 64 bits; writing to it changes nothing.</summary>
    public const int PacketLength = 0x0100_0000;

    /// <summary>The packet's first byte.</summary>
    public const int Packet = 0x0100_0008;

    /// <summary>The memory that functions and chains share (<see cref="SharedMemory"/>).</summary>
    public const int Shared = 0x0300_0000;

    /// <summary>The chain's own stack; r10 holds the address of its end.</summary>
    public const int Stack = 0x0400_0000;

    /// <summary>Bytes of a chain's stack.</summary>
    public const int StackSize = 128;
}
