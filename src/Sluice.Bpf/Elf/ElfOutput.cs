using System.Buffers;
using System.Buffers.Binary;

namespace Sluice.Bpf.Elf;

/// <summary>Bytes of a file in the making, in its byte order.</summary>
sealed class ElfOutput(bool isBigEndian)
{
    readonly ArrayBufferWriter<byte> _bytes = new();

    readonly bool _swaps = isBigEndian == BitConverter.IsLittleEndian;

    /// <summary>Bytes so far.</summary>
    public int Length => _bytes.WrittenCount;

    /// <summary>The bytes so far.</summary>
    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    /// <summary>Adds bytes as they are.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    /// <summary>Adds one byte.</summary>
    public void Byte(byte value) => Append([value]);

    /// <summary>Adds zeros.</summary>
    public void Zeros(int count)
    {
        _bytes.GetSpan(count)[..count].Clear();
        _bytes.Advance(count);
    }

    /// <summary>Adds two bytes.</summary>
    public void UInt16(ushort value) => Append(BitConverter.GetBytes(_swaps ? BinaryPrimitives.ReverseEndianness(value) : value));

    /// <summary>Adds four bytes.</summary>
    public void UInt32(uint value) => Append(BitConverter.GetBytes(_swaps ? BinaryPrimitives.ReverseEndianness(value) : value));

    /// <summary>Adds eight bytes.</summary>
    public void UInt64(ulong value) => Append(BitConverter.GetBytes(_swaps ? BinaryPrimitives.ReverseEndianness(value) : value));
}
