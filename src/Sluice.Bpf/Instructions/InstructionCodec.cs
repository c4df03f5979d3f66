using System.Buffers.Binary;
using System.Collections.Immutable;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Instructions;

/// <summary>Instructions from bytes and back.</summary>
/// <remarks>RFC 9669 section 3: on a big-endian machine the offset and the immediate are big-endian, and the destination
/// register is the upper half of its byte.</remarks>
public static class InstructionCodec
{
    /// <summary>Cuts bytes into slots. Nothing but the length is checked; see <see cref="ProgramChecker"/>.</summary>
    /// <param name="bytes">The code.</param>
    /// <param name="name">Its name, for the error.</param>
    /// <param name="bigEndian">Was it made for a big-endian machine?</param>
    /// <exception cref="BpfFormatException">The length is not a multiple of 8.</exception>
    public static ImmutableArray<BpfInstruction> Decode(ReadOnlySpan<byte> bytes, string name = "program", bool bigEndian = false)
    {
        if (bytes.Length % BpfInstruction.Size != 0)
        {
            throw new BpfFormatException(name, "code", bytes.Length - bytes.Length % BpfInstruction.Size,
                $"an instruction of {bytes.Length % BpfInstruction.Size} bytes", $"instructions of {BpfInstruction.Size} bytes");
        }

        var instructions = ImmutableArray.CreateBuilder<BpfInstruction>(bytes.Length / BpfInstruction.Size);
        for (; bytes.Length > 0; bytes = bytes[BpfInstruction.Size..])
            instructions.Add(bigEndian ? DecodeBigEndian(bytes) : DecodeLittleEndian(bytes));
        return instructions.MoveToImmutable();
    }

    /// <summary>The bytes of <paramref name="instructions"/>.</summary>
    public static byte[] Encode(ReadOnlySpan<BpfInstruction> instructions, bool bigEndian = false)
    {
        var bytes = new byte[instructions.Length * BpfInstruction.Size];
        Encode(instructions, bytes, bigEndian);
        return bytes;
    }

    /// <summary>Writes the bytes of <paramref name="instructions"/> into <paramref name="destination"/>.</summary>
    public static void Encode(ReadOnlySpan<BpfInstruction> instructions, Span<byte> destination, bool bigEndian = false)
    {
        foreach (var instruction in instructions)
        {
            destination[0] = instruction.Opcode;
            destination[1] = bigEndian ? SwapHalves(instruction.Registers) : instruction.Registers;
            if (bigEndian)
            {
                BinaryPrimitives.WriteInt16BigEndian(destination[2..], instruction.Offset);
                BinaryPrimitives.WriteInt32BigEndian(destination[4..], instruction.Immediate);
            }
            else
            {
                BinaryPrimitives.WriteInt16LittleEndian(destination[2..], instruction.Offset);
                BinaryPrimitives.WriteInt32LittleEndian(destination[4..], instruction.Immediate);
            }

            destination = destination[BpfInstruction.Size..];
        }
    }

    /// <summary>
    /// <paramref name="instruction"/> as engines expect it: a <c>callx</c> of clang up to 18, which has its register in the
    /// immediate, becomes one with the register in the destination. All else stays as it is.
    /// </summary>
    public static BpfInstruction Normalize(in BpfInstruction instruction) =>
        InstructionSet.Find(instruction) is { Operation: Operation.CallRegister, Selector: Selector.None }
        && instruction is { Registers: 0, Offset: 0, Immediate: > 0 and <= BpfInstruction.LastRegister }
            ? new(instruction.Opcode, (byte)instruction.Immediate, 0, 0, 0)
            : instruction;

    static BpfInstruction DecodeLittleEndian(ReadOnlySpan<byte> bytes) => new(
        bytes[0], bytes[1], BinaryPrimitives.ReadInt16LittleEndian(bytes[2..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]));

    static BpfInstruction DecodeBigEndian(ReadOnlySpan<byte> bytes) => new(
        bytes[0], SwapHalves(bytes[1]), BinaryPrimitives.ReadInt16BigEndian(bytes[2..]), BinaryPrimitives.ReadInt32BigEndian(bytes[4..]));

    static byte SwapHalves(byte registers) => (byte)(registers << 4 | registers >> 4);
}
