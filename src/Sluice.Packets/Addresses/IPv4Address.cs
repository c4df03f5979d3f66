using System.Buffers.Binary;

namespace Sluice.Packets;

/// <summary>An IPv4 address.</summary>
/// <param name="Value">The address as a number: 192.0.2.1 is 0xc0000201.</param>
public readonly record struct IPv4Address(uint Value)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Size = 4;

    /// <summary>Whether it is in 224.0.0.0/4 (RFC 5771).</summary>
    public bool IsMulticast => Value >> 28 == 0xe;

    /// <summary>Reads the address at the start of <paramref name="bytes"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 4 bytes.</exception>
    public static IPv4Address Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt32BigEndian(bytes));

    /// <summary>Writes the address at the start of <paramref name="target"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 4 bytes.</exception>
    public void WriteTo(Span<byte> target) => BinaryPrimitives.WriteUInt32BigEndian(target, Value);

    /// <summary>Reads four decimal numbers with dots between them.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static IPv4Address Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var address) ? address : throw new FormatException(
            $"'{text}' is not an IPv4 address: expected four numbers from 0 to 255, such as 192.0.2.1.");

    /// <summary>Reads four decimal numbers with dots between them. A leading zero is refused: some read it as octal.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IPv4Address address)
    {
        var value = 0u;
        var parts = 0;
        address = default;
        foreach (var range in text.Split('.'))
        {
            if (parts++ == Size || !TryParsePart(text[range], out var part))
                return false;
            value = value << 8 | part;
        }

        address = new IPv4Address(value);
        return parts == Size;
    }

    /// <summary>Dotted decimal.</summary>
    public override string ToString() => $"{Value >> 24}.{Value >> 16 & 255}.{Value >> 8 & 255}.{Value & 255}";

    static bool TryParsePart(ReadOnlySpan<char> text, out uint part)
    {
        part = 0;
        if (text.Length is 0 or > 3 || (text.Length > 1 && text[0] == '0'))
            return false;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit(digit))
                return false;
            part = part * 10 + digit - '0';
        }

        return part <= byte.MaxValue;
    }
}
