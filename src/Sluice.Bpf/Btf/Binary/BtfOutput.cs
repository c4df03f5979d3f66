using System.Buffers;
using System.Buffers.Binary;

namespace Sluice.Bpf.Btf.Binary;

/// <summary>Bytes of a section in the making, in the byte order of its object.</summary>
sealed class BtfOutput(bool isBigEndian)
{
    readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Bytes so far.</summary>
    public int Length => _bytes.WrittenCount;

    /// <summary>The bytes so far.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>Adds numbers of four bytes.</summary>
    public void UInt32(params ReadOnlySpan<uint> values)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var value in values)
        {
            if (isBigEndian)
                BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
            else
                BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
            _bytes.Write(bytes);
        }
    }

    /// <summary>Adds the eight bytes that both headers begin with.</summary>
    public void Header(int length)
    {
        Span<byte> bytes = stackalloc byte[4];
        if (isBigEndian)
            BinaryPrimitives.WriteUInt16BigEndian(bytes, BtfBytes.Magic);
        else
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, BtfBytes.Magic);
        bytes[2] = BtfBytes.Version;
        _bytes.Write(bytes);
        UInt32((uint)length);
    }

    /// <summary>Adds bytes as they are.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);
}
