using System.Globalization;

namespace Sluice.Packets;

/// <summary>How long generated frames are, without the frame check, as captures hold them.</summary>
/// <remarks>A frame is never shorter than its headers.</remarks>
public sealed class PacketSizes
{
    /// <summary>Longest frame that can be asked for.</summary>
    public const int MaxLength = 65_535;

    readonly (int Min, int Max)[] _ranges;
    readonly AliasTable _table;
    readonly string _text;

    PacketSizes(string text, (int Min, int Max, int Weight)[] ranges)
    {
        _text = text;
        _ranges = [.. ranges.Select(r => (r.Min, r.Max))];
        _table = new AliasTable([.. ranges.Select(r => (double)r.Weight)]);
        Longest = ranges.Max(r => r.Max);
    }

    /// <summary>The "simple IMIX": IP packets of 40, 576 and 1500 bytes, 7 : 4 : 1, in Ethernet frames of at least 60 bytes
    /// (RFC 6985 speaks of such mixes).</summary>
    public static PacketSizes Imix { get; } = Parse("60:7,590:4,1514:1");

    /// <summary>The longest frame.</summary>
    public int Longest { get; }

    /// <summary>All frames of one length.</summary>
    /// <exception cref="FormatException">The length is not within 1 to <see cref="MaxLength"/>.</exception>
    public static PacketSizes Fixed(int length) => Parse(string.Create(CultureInfo.InvariantCulture, $"{length}"));

    /// <summary>Every length from <paramref name="min"/> to <paramref name="max"/> as often as any other.</summary>
    /// <exception cref="FormatException">A length is not within 1 to <see cref="MaxLength"/>, or the range is empty.
    /// </exception>
    public static PacketSizes Range(int min, int max) => Parse(string.Create(CultureInfo.InvariantCulture, $"{min}-{max}"));

    /// <summary>Reads <c>imix</c>, <c>64</c>, <c>64-1500</c>, or a mix with weights such as <c>64:7,576:4,1000-1500:1</c>.
    /// </summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static PacketSizes Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Equals("imix", StringComparison.OrdinalIgnoreCase))
            return Imix;
        return new PacketSizes(text, [.. text.Split(',').Select(part => ParseRange(part, text))]);
    }

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    public override string ToString() => _text;

    /// <summary>The next length.</summary>
    internal int Draw(DeterministicRandom random)
    {
        var (min, max) = _ranges.Length == 1 ? _ranges[0] : _ranges[_table.Draw(random)];
        return min == max ? min : min + (int)random.Next((uint)(max - min + 1));
    }

    static (int Min, int Max, int Weight) ParseRange(string part, string text)
    {
        var (range, weightText) = Split(part, ':', "1");
        var (minText, maxText) = Split(range, '-', range);
        if (TryParse(minText, out var min) && TryParse(maxText, out var max) && min <= max && TryParse(weightText, out var weight))
            return (min, max, weight);
        throw new FormatException(
            $"'{text}' is not a packet size: expected imix, a length, a range, or a mix such as 64:7,576:4,1000-1500:1, "
            + $"with numbers from 1 to {MaxLength}.");
    }

    static (string Head, string Tail) Split(string text, char separator, string without)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (text, without) : (text[..at], text[(at + 1)..]);
    }

    static bool TryParse(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is >= 1 and <= MaxLength;
}
