using System.Runtime.InteropServices;

namespace Sluice.Chains.Machine.Words;

/// <summary>A word of decoded chain code: <c>struct sluice_vm_word</c> of bpf/vm/vm.h.</summary>
/// <param name="Operation">What it does.</param>
/// <param name="Destination">The first register's place in the frame, in bytes.</param>
/// <param name="Source">The second register's; operands are this register plus <paramref name="Immediate"/>.</param>
/// <param name="Cost">How many of the chain's instructions it stands for.</param>
/// <param name="Then">Where a jump leads, which function is called, or what else the operation takes.</param>
/// <param name="Other">Where a comparison that does not hold leads.</param>
/// <param name="Immediate">The constant part of the operand.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct MachineWord(
    WordOperation Operation, byte Destination, byte Source, byte Cost, ushort Then, ushort Other, long Immediate)
{
    /// <summary>Bytes of a word.</summary>
    public const int Size = 16;

    /// <summary>The place of a register that is always 0.</summary>
    public const byte Zero = 11 * sizeof(ulong);

    /// <summary>The place of a register.</summary>
    public static byte PlaceOf(int register) => (byte)(register * sizeof(ulong));

    /// <summary>Does it jump within its chain?</summary>
    public bool IsJump => Operation is WordOperation.Equal or WordOperation.Jump
        or (>= WordOperation.Greater and <= WordOperation.AnyBit);
}
