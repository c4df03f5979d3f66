using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sluice.Bpf.Btf.Values;

/// <summary>Addresses and bytes as people write them.</summary>
static class BtfAddresses
{
    /// <summary>Bytes as <c>c0 00 02 01</c>, the notation that bpftool takes.</summary>
    public static string FormatBytes(ReadOnlySpan<byte> bytes) => Join(bytes, ' ');

    /// <summary>An Ethernet address as <c>02:00:00:00:00:01</c>.</summary>
    public static string FormatMac(ReadOnlySpan<byte> bytes) => Join(bytes, ':');

    /// <summary>An IPv4 or IPv6 address, by the number of bytes.</summary>
    public static string FormatIp(ReadOnlySpan<byte> bytes) => new IPAddress(bytes).ToString();

    /// <summary>Reads an address that takes exactly <paramref name="size"/> bytes.</summary>
    public static bool TryParseIp(string text, int size, out byte[] bytes)
    {
        // .NET reads "10.1" as 10.0.0.1; nobody who writes a map entry means that.
        var isIpv4 = text.Count(character => character == '.') == 3 && !text.Contains(':');
        var family = size == 4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        bytes = [];
        if ((size == 4) != isIpv4 || !IPAddress.TryParse(text, out var address) || address.AddressFamily != family)
            return false;
        bytes = address.GetAddressBytes();
        return true;
    }

    /// <summary>Reads an Ethernet address.</summary>
    public static bool TryParseMac(string text, out byte[] bytes)
    {
        bytes = [];
        return text.Count(character => character == ':') == 5 && TryParseBytes(text.Replace(':', ' '), out bytes) && bytes.Length == 6;
    }

    /// <summary>Reads bytes in hexadecimal, two digits each; blanks between them, and a <c>0x</c> before all, do not matter.</summary>
    public static bool TryParseBytes(string text, out byte[] bytes)
    {
        var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        var words = digits.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bytes = [];
        if (words.Any(word => word.Length % 2 != 0 || !word.All(char.IsAsciiHexDigit)))
            return false;
        bytes = Convert.FromHexString(string.Concat(words));
        return true;
    }

    static string Join(ReadOnlySpan<byte> bytes, char separator)
    {
        var text = new char[Math.Max(0, bytes.Length * 3 - 1)];
        Array.Fill(text, separator);
        for (var i = 0; i < bytes.Length; i++)
            bytes[i].TryFormat(text.AsSpan(i * 3), out _, "x2", CultureInfo.InvariantCulture);
        return new(text);
    }
}
