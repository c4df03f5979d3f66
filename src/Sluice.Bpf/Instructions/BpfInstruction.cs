using System.Runtime.InteropServices;

namespace Sluice.Bpf.Instructions;

/// <summary>One 8-byte slot of a program, as it lies in memory on a little-endian machine.</summary>
/// <remarks>
/// RFC 9669 section 3. A 64-bit immediate takes two slots: the second holds the upper half in <see cref="Immediate"/> and
/// has opcode 0 (<see cref="IsWide"/>). All indices and jump offsets in Sluice count slots, as the kernel's do.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = Size)]
public readonly record struct BpfInstruction(byte Opcode, byte Registers, short Offset, int Immediate)
{
    /// <summary>Bytes of one slot.</summary>
    public const int Size = 8;

    /// <summary>The number of the last register, the frame pointer r10.</summary>
    public const int LastRegister = 10;

    /// <summary>Builds an instruction from its fields.</summary>
    public BpfInstruction(byte opcode, byte destination, byte source, short offset, int immediate)
        : this(opcode, (byte)(source << 4 | destination), offset, immediate)
    {
    }

    /// <summary>The destination register's number, 0 to 15; only 0 to 10 exist.</summary>
    public byte Destination => (byte)(Registers & 0xf);

    /// <summary>The source register's number, or the sub-kind of a call or a 64-bit immediate.</summary>
    public byte Source => (byte)(Registers >> 4);

    /// <summary>Is this the first of the two slots of a 64-bit immediate (RFC 9669 section 5.4)?</summary>
    public bool IsWide => Opcode == InstructionSet.LoadImmediate64Opcode;

    /// <summary>This instruction with another immediate.</summary>
    public BpfInstruction WithImmediate(int immediate) => this with { Immediate = immediate };

    /// <summary>This instruction with another source register or sub-kind.</summary>
    public BpfInstruction WithSource(byte source) => this with { Registers = (byte)(source << 4 | Destination) };

    /// <summary>This instruction with another offset.</summary>
    public BpfInstruction WithOffset(short offset) => this with { Offset = offset };

    /// <summary>The 64-bit immediate of the pair of slots that begins at <paramref name="slot"/>.</summary>
    public static ulong WideImmediate(ReadOnlySpan<BpfInstruction> program, int slot) =>
        (uint)program[slot].Immediate | (ulong)(uint)program[slot + 1].Immediate << 32;
}
