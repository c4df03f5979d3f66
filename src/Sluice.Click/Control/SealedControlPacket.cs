using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sluice.Click.Control;

/// <summary>A control packet that only a holder of the key can make, and that counts once.</summary>
/// <remarks>
/// <code>
/// 8 bytes  SLUICEC1
/// 8 bytes  nanoseconds since 1970-01-01 UTC, the lowest byte first: also the packet's number, which always grows
///          ID, names: as in the plain packet
/// 32 bytes HMAC-SHA-256 of all before, with the key
/// </code>
/// A receiver takes a packet whose time is later than that of the last one that it took, and within <see cref="Window"/> of its own.
/// </remarks>
public static class SealedControlPacket
{
    /// <summary>Bytes of the shortest key.</summary>
    public const int MinKey = 16;

    /// <summary>How far the clocks of sender and receiver may be apart.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    const int HeaderSize = 16;

    static ReadOnlySpan<byte> Magic => "SLUICEC1"u8;

    /// <summary>Writes a payload.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="key">The key.</param>
    /// <param name="time">The time; the same sender must not use one twice.</param>
    public static byte[] Write(ControlRequest request, ReadOnlySpan<byte> key, DateTimeOffset time)
    {
        var stamp = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(stamp, ToNanoseconds(time));
        byte[] text = [.. Magic, .. stamp, .. ControlPacket.WriteBody(request)];
        return [.. text, .. HMACSHA256.HashData(key, text)];
    }

    /// <summary>Reads the payload of a UDP packet. Nothing of it is looked at before its seal has been checked.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="key">The key.</param>
    /// <param name="now">The receiver's time.</param>
    /// <param name="last">The time of the last packet that was taken; this one's afterwards.</param>
    /// <exception cref="ControlPacketException">It is not taken.</exception>
    public static ControlRequest Read(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> key, DateTimeOffset now, ref long last)
    {
        if (payload.Length < HeaderSize + HMACSHA256.HashSizeInBytes || !payload.StartsWith(Magic))
            throw new ControlPacketException("found no sealed control packet");
        var text = payload[..^HMACSHA256.HashSizeInBytes];
        Span<byte> seal = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, text, seal);
        if (!CryptographicOperations.FixedTimeEquals(seal, payload[text.Length..]))
            throw new ControlPacketException("the seal does not fit: another key, or the packet was changed");
        var time = BinaryPrimitives.ReadInt64LittleEndian(text[Magic.Length..]);
        if (time <= last)
            throw new ControlPacketException("the packet is no later than one that was taken already");
        if (Math.Abs((decimal)time - ToNanoseconds(now)) > (decimal)Window.TotalNanoseconds)
            throw new ControlPacketException($"the packet's time is more than {Window.TotalSeconds:0} seconds off");
        var request = ControlPacket.ReadBody(text[HeaderSize..], out var rest);
        if (!rest.IsEmpty)
            throw new ControlPacketException($"found {rest.Length} bytes behind the signature's name, expected none");
        last = time;
        return request;
    }

    static long ToNanoseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
}
