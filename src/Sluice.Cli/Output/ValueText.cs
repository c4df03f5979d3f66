using System.Globalization;
using System.Text;
using Sluice.Bpf.Btf;

namespace Sluice.Cli.Output;

/// <summary>Bytes of a program's memory as text, by their type.</summary>
static class ValueText
{
    const int MaxBytes = 16;

    /// <summary>A number, a text, or else bytes in hexadecimal.</summary>
    public static string Of(BtfType? type, ReadOnlySpan<byte> value) => type?.Resolve() switch
    {
        BtfInteger { Encoding: BtfIntegerEncoding.Boolean } => value.ContainsAnyExcept((byte)0) ? "true" : "false",
        BtfInteger { Size: <= 8 } integer => Number(value, integer.IsSigned),
        BtfEnum @enum => Number(value, @enum.IsSigned),
        BtfArray { Element: var element } when element.Resolve() is BtfInteger { Size: 1, Name: "char" } && IsText(value) =>
            $"\"{Encoding.ASCII.GetString(value[..value.IndexOf((byte)0)])}\"",
        _ => value.Length <= MaxBytes ? Convert.ToHexStringLower(value) : Convert.ToHexStringLower(value[..MaxBytes]) + "…",
    };

    static string Number(ReadOnlySpan<byte> value, bool isSigned)
    {
        ulong bits = 0;
        for (var i = value.Length - 1; i >= 0; i--)
            bits = bits << 8 | value[i];
        var unused = 64 - (8 * value.Length);
        return isSigned
            ? ((long)(bits << unused) >> unused).ToString(CultureInfo.InvariantCulture)
            : bits.ToString(CultureInfo.InvariantCulture);
    }

    static bool IsText(ReadOnlySpan<byte> value)
    {
        var end = value.IndexOf((byte)0);
        return end > 0 && !value[..end].ContainsAnyExceptInRange((byte)' ', (byte)'~') && !value[end..].ContainsAnyExcept((byte)0);
    }
}
