using System.Buffers.Binary;
using System.Collections.Immutable;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;

namespace Sluice.Chains.Machine;

/// <summary>A chain as the published system keeps it in its map <c>hvm_chain_map</c>: <c>struct hike_chain</c>, 768 bytes.</summary>
/// <param name="Id">The chain's id.</param>
/// <param name="Instructions">Its instructions, at most <see cref="MaxInstructions"/>.</param>
public sealed record ChainImage(uint Id, ImmutableArray<BpfInstruction> Instructions)
{
    /// <summary>Bytes of an image.</summary>
    public const int Size = 768;

    /// <summary>The most instructions an image holds.</summary>
    public const int MaxInstructions = 64;

    // The registers and the stack between are the machine's, and 0 in an image.
    const int CountOffset = 4, InstructionsOffset = 256;

    /// <summary>The image's bytes.</summary>
    /// <exception cref="ArgumentException">There are more instructions than an image holds.</exception>
    public byte[] ToBytes()
    {
        if (Instructions.Length > MaxInstructions)
            throw new ArgumentException($"chain 0x{Id:x}: found {Instructions.Length} instructions, expected at most {MaxInstructions}");
        var bytes = new byte[Size];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Id);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(CountOffset), (ushort)Instructions.Length);
        InstructionCodec.Encode(Instructions.AsSpan()).CopyTo(bytes, InstructionsOffset);
        return bytes;
    }

    /// <summary>Reads an image.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="file">What errors shall call it.</param>
    /// <exception cref="BpfFormatException">The bytes are no image.</exception>
    public static ChainImage Read(ReadOnlySpan<byte> bytes, string file)
    {
        if (bytes.Length != Size)
            throw new BpfFormatException(file, "hike_chain", 0, $"{bytes.Length} bytes", $"{Size}");
        var count = BinaryPrimitives.ReadUInt16LittleEndian(bytes[CountOffset..]);
        if (count > MaxInstructions)
            throw new BpfFormatException(file, "hike_chain", CountOffset, $"{count} instructions", $"at most {MaxInstructions}");
        return new(BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            InstructionCodec.Decode(bytes.Slice(InstructionsOffset, count * BpfInstruction.Size), file));
    }
}
