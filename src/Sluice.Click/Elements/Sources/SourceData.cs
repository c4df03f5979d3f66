using Sluice.Click.Arguments;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Sources;

/// <summary>The bytes of packets that sources make.</summary>
static class SourceData
{
    /// <summary>What a packet holds when the configuration does not say: text of 64 bytes, a frame of the least length.</summary>
    public static readonly byte[] Default = "A packet of sixty-four bytes, made to be counted and discarded.\n"u8.ToArray();

    /// <summary>A packet's length as an argument.</summary>
    public static readonly ArgumentType<int> Length = ArgumentTypes.Range(0, PacketPool.MaxLength);

    /// <summary>Reads LENGTH, or DATASIZE as it was once called; -1 where neither is given.</summary>
    public static int ReadLength(ArgumentReader arguments) =>
        arguments.Keyword("DATASIZE", Length, arguments.Keyword("LENGTH", Length, -1));

    /// <summary>The bytes cut, or repeated, to a length; as they are when it is negative.</summary>
    public static byte[] Resize(byte[] data, int length)
    {
        if (length < 0 || length == data.Length)
            return data;
        var resized = new byte[length];
        for (var at = 0; at < length && data.Length > 0; at += data.Length)
            data.AsSpan(0, Math.Min(data.Length, length - at)).CopyTo(resized.AsSpan(at));
        return resized;
    }
}
