using System.Buffers.Binary;
using System.Text;

namespace Sluice.Click.Control;

/// <summary>The plain control packet of the thesis: anybody who can send one can replace programs by others that are signed.</summary>
/// <remarks>
/// Network Function Virtualization with UniBPF, section 5.4.2.2: the bytes <c>control</c>, the element's ID, the length of the
/// program's file name and the name, the length of the signature's file name and the name. Numbers have 64 bits, the lowest byte first,
/// as its implementation reads them; nothing is padded.
/// </remarks>
public static class ControlPacket
{
    /// <summary>Bytes of the longest file name that is taken.</summary>
    public const int MaxName = 1024;

    static ReadOnlySpan<byte> Prefix => "control"u8;

    /// <summary>Reads the payload of a UDP packet.</summary>
    /// <exception cref="ControlPacketException">It is no control packet.</exception>
    public static ControlRequest Read(ReadOnlySpan<byte> payload)
    {
        if (!payload.StartsWith(Prefix))
            throw new ControlPacketException("found no control packet, expected the prefix 'control'");
        return ReadBody(payload[Prefix.Length..], out var rest) is var request && rest.IsEmpty
            ? request
            : throw new ControlPacketException($"found {rest.Length} bytes behind the signature's name, expected none");
    }

    /// <summary>Writes a payload.</summary>
    public static byte[] Write(ControlRequest request) => [.. Prefix, .. WriteBody(request)];

    /// <summary>Reads ID and names.</summary>
    /// <exception cref="ControlPacketException">They are cut off, or too long, or no text.</exception>
    internal static ControlRequest ReadBody(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> rest)
    {
        var id = ReadNumber(ref bytes, "the element's ID");
        var program = ReadName(ref bytes, "the program's name");
        var signature = ReadName(ref bytes, "the signature's name");
        if (program.Length == 0)
            throw new ControlPacketException("found an empty name, expected the program's");
        rest = bytes;
        return new ControlRequest(id, program, signature);
    }

    /// <summary>Writes ID and names.</summary>
    internal static byte[] WriteBody(ControlRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return [.. Number(request.Id), .. Name(request.Program), .. Name(request.Signature)];
    }

    static byte[] Name(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        return [.. Number((ulong)bytes.Length), .. bytes];
    }

    static byte[] Number(ulong number)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
        return bytes;
    }

    static ulong ReadNumber(ref ReadOnlySpan<byte> bytes, string what)
    {
        if (!BinaryPrimitives.TryReadUInt64LittleEndian(bytes, out var number))
            throw new ControlPacketException($"{what} is cut off: found {bytes.Length} bytes, expected {sizeof(ulong)}");
        bytes = bytes[sizeof(ulong)..];
        return number;
    }

    static string ReadName(ref ReadOnlySpan<byte> bytes, string what)
    {
        var length = ReadNumber(ref bytes, $"the length of {what}");
        if (length > MaxName || length > (ulong)bytes.Length)
            throw new ControlPacketException($"{what} has {length} bytes, expected at most {Math.Min(MaxName, bytes.Length)}");
        var name = bytes[..(int)length];
        bytes = bytes[(int)length..];
        return name.IndexOfAnyInRange((byte)0, (byte)31) < 0 && System.Text.Unicode.Utf8.IsValid(name)
            ? Encoding.UTF8.GetString(name)
            : throw new ControlPacketException($"{what} is no text");
    }
}
