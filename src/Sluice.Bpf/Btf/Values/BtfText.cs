using System.Text;

namespace Sluice.Bpf.Btf.Values;

/// <summary>Character arrays that hold text.</summary>
static class BtfText
{
    static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Is it <c>char</c>? clang does not mark it as a character, so its name has to tell.</summary>
    public static bool IsCharacter(BtfInteger integer) =>
        (integer.Encoding & BtfIntegerEncoding.Character) != 0 || integer.Name is "char" or "signed char";

    /// <summary>The text in a character array: printable, followed by nothing but zeros.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out string text)
    {
        var end = bytes.IndexOf((byte)0);
        var content = end < 0 ? bytes : bytes[..end];
        text = "";
        if (bytes[content.Length..].ContainsAnyExcept((byte)0))
            return false;
        try
        {
            text = s_strict.GetString(content);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }

        return !text.Any(character => char.IsControl(character) && character is not ('\n' or '\t' or '\r'));
    }
}
