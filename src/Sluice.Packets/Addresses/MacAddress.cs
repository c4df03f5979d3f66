using System.Buffers.Binary;
using System.Globalization;

namespace Sluice.Packets;

/// <summary>A 48-bit IEEE 802 MAC address.</summary>
/// <param name="Value">The address as a number: the first byte on the wire is the highest of the 48 bits.</param>
public readonly record struct MacAddress(ulong Value)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Size = 6;

    const int TextLength = 17;

    /// <summary>ff:ff:ff:ff:ff:ff.</summary>
    public static MacAddress Broadcast => new(0xffff_ffff_ffff);

    /// <summary>Whether it names a group of stations: the lowest bit of the first byte.</summary>
    public bool IsMulticast => (Value >> 40 & 1) != 0;

    /// <summary>Reads the address at the start of <paramref name="bytes"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 6 bytes.</exception>
    public static MacAddress Read(ReadOnlySpan<byte> bytes) =>
        new((ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32 | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]));

    /// <summary>Writes the address at the start of <paramref name="target"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 6 bytes.</exception>
    public void WriteTo(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target[2..], (uint)Value);
        BinaryPrimitives.WriteUInt16BigEndian(target, (ushort)(Value >> 32));
    }

    /// <summary>Reads six pairs of hexadecimal digits with <c>:</c> or <c>-</c> between them.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static MacAddress Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var address) ? address : throw new FormatException(
            $"'{text}' is not a MAC address: expected six pairs of hexadecimal digits, such as 02:00:00:00:00:01.");

    /// <summary>Reads six pairs of hexadecimal digits with <c>:</c> or <c>-</c> between them.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out MacAddress address)
    {
        address = default;
        if (text.Length != TextLength || text[2] is not (':' or '-'))
            return false;
        var value = 0UL;
        for (var i = 0; i < TextLength; i += 3)
        {
            if (!byte.TryParse(text.Slice(i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var part))
                return false;
            if (i > 0 && text[i - 1] != text[2])
                return false;
            value = value << 8 | part;
        }

        address = new MacAddress(value);
        return true;
    }

    /// <summary>Lower-case pairs with colons, as <c>ip link</c> prints them.</summary>
    public override string ToString() => string.Create(TextLength, Value, static (text, value) =>
    {
        for (var i = 0; i < Size; i++)
        {
            if (i > 0)
                text[i * 3 - 1] = ':';
            ((byte)(value >> (Size - 1 - i) * 8)).TryFormat(text.Slice(i * 3, 2), out _, "x2", CultureInfo.InvariantCulture);
        }
    });
}
