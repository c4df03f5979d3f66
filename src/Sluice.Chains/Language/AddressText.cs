using System.Buffers.Binary;
using System.Net;

namespace Sluice.Chains.Language;

/// <summary>Writes addresses.</summary>
static class AddressText
{
    /// <summary>An address in its usual form (RFC 5952 for IPv6).</summary>
    public static string Format(TokenKind kind, UInt128 number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return kind switch
        {
            TokenKind.IPv4 => new IPAddress(bytes[12..]).ToString(),
            TokenKind.IPv6 => new IPAddress(bytes).ToString(),
            _ => string.Join(':', bytes[10..].ToArray().Select(part => part.ToString("x2", null))),
        };
    }
}
