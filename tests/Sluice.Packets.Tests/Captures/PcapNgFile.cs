using System.Buffers.Binary;

namespace Sluice.Packets.Tests;

/// <summary>Writes pcapng by the letter, in either byte order, independently of the code under test.</summary>
sealed class PcapNgFile(bool bigEndian)
{
    readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    public PcapNgFile Section() =>
        Block(0x0a0d0d0a, [.. Number(0x1a2b3c4d, 4), .. Number(1, 2), .. Number(0, 2), .. Number(ulong.MaxValue, 8)]);

    public PcapNgFile Interface(ushort linkType, uint snapLength, params (ushort Code, byte[] Value)[] options) =>
        Block(1, [.. Number(linkType, 2), 0, 0, .. Number(snapLength, 4), .. Options(options)]);

    public PcapNgFile Enhanced(uint id, ulong ticks, byte[] data, uint original, params (ushort Code, byte[] Value)[] options) =>
        Block(6, [.. Number(id, 4), .. Time(ticks), .. Number((uint)data.Length, 4), .. Number(original, 4), .. Padded(data), .. Options(options)]);

    public PcapNgFile Packet(ushort id, ulong ticks, byte[] data, uint original) =>
        Block(2, [.. Number(id, 2), .. Number(0xffff, 2), .. Time(ticks), .. Number((uint)data.Length, 4), .. Number(original, 4), .. Padded(data)]);

    public PcapNgFile Simple(uint original, byte[] data) => Block(3, [.. Number(original, 4), .. Padded(data)]);

    public PcapNgFile Block(uint type, byte[] body)
    {
        var length = Number((uint)body.Length + 12, 4);
        _bytes.AddRange([.. Number(type, 4), .. length, .. body, .. length]);
        return this;
    }

    byte[] Time(ulong ticks) => [.. Number(ticks >> 32, 4), .. Number((uint)ticks, 4)];

    byte[] Options((ushort Code, byte[] Value)[] options) => options.Length == 0 ? [] :
        [.. options.SelectMany(o => (byte[])[.. Number(o.Code, 2), .. Number((ulong)o.Value.Length, 2), .. Padded(Swap(o))]), 0, 0, 0, 0];

    /// <summary>The one option given as a number in tests, if_tsoffset, is little-endian there.</summary>
    byte[] Swap((ushort Code, byte[] Value) option) => bigEndian && option.Code == 14 ? [.. option.Value.Reverse()] : option.Value;

    static byte[] Padded(byte[] data) => [.. data, .. new byte[(4 - data.Length % 4) % 4]];

    byte[] Number(ulong value, int size)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (bigEndian)
            BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        else
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return (bigEndian ? bytes[^size..] : bytes[..size]).ToArray();
    }
}
