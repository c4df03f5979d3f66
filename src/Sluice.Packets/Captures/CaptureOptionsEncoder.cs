using System.Buffers.Binary;

namespace Sluice.Packets;

/// <summary>Writes options of packet blocks, turning those of a big-endian section round.</summary>
static class CaptureOptionsEncoder
{
    /// <summary>Options of a packet block that hold one number, and where it begins (section 4.3: epb_flags,
    /// epb_dropcount, epb_packetid, epb_queue, and epb_verdict, whose number follows a byte that tells the kind).</summary>
    static readonly (ushort Code, int Start)[] s_numbers = [(2, 0), (4, 0), (5, 0), (6, 0), (7, 1)];

    /// <summary>Appends an option in little-endian form.</summary>
    public static void Add(List<byte> target, ushort code, ReadOnlySpan<byte> value)
    {
        target.AddRange((byte)code, (byte)(code >> 8), (byte)value.Length, (byte)(value.Length >> 8));
        target.AddRange(value);
        target.AddRange(new byte[PcapNgBlock.Padded(value.Length) - value.Length]);
    }

    /// <summary>The options, well formed, closed and little-endian: the same bytes where they are so already.</summary>
    public static ReadOnlySpan<byte> ToLittleEndian(CaptureOptions options)
    {
        if (!options.IsBigEndian && IsClosed(options))
            return options.Raw;
        var encoded = new List<byte>();
        foreach (var option in options)
        {
            var value = option.Value.ToArray();
            if (options.IsBigEndian)
                ReverseNumber(option.Code, value);
            Add(encoded, option.Code, value);
        }

        Add(encoded, PcapNgBlock.EndOfOptions, []);
        return encoded.ToArray();
    }

    static bool IsClosed(CaptureOptions options)
    {
        var walk = options.GetEnumerator();
        while (walk.MoveNext())
        {
        }

        return walk.Rest.Length == 4 && BinaryPrimitives.ReadUInt32LittleEndian(walk.Rest) == PcapNgBlock.EndOfOptions
            && options.Raw.Length % 4 == 0;
    }

    static void ReverseNumber(ushort code, byte[] value)
    {
        foreach (var (number, start) in s_numbers)
        {
            if (number == code && value.Length - start is 4 or 8)
                Array.Reverse(value, start, value.Length - start);
        }
    }
}
