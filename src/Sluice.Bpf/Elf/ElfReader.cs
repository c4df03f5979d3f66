using System.Buffers.Binary;

namespace Sluice.Bpf.Elf;

/// <summary>Integers of an ELF file in its own byte order. Bounds are the caller's business.</summary>
readonly ref struct ElfReader(ReadOnlySpan<byte> bytes, bool bigEndian)
{
    readonly ReadOnlySpan<byte> _bytes = bytes;

    public ushort UInt16(int offset) => bigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(_bytes[offset..])
        : BinaryPrimitives.ReadUInt16LittleEndian(_bytes[offset..]);

    public uint UInt32(int offset) => bigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(_bytes[offset..])
        : BinaryPrimitives.ReadUInt32LittleEndian(_bytes[offset..]);

    public ulong UInt64(int offset) => bigEndian
        ? BinaryPrimitives.ReadUInt64BigEndian(_bytes[offset..])
        : BinaryPrimitives.ReadUInt64LittleEndian(_bytes[offset..]);
}
