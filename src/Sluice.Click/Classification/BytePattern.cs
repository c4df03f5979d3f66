using System.Globalization;

namespace Sluice.Click.Classification;

/// <summary>The pattern language of Classifier: clauses such as <c>12/0806 20/0001</c>, all of which must hold.</summary>
/// <remarks>A clause is an offset in decimal, a slash, and a value in hexadecimal, where <c>?</c> stands for any nibble; a percent sign
/// and a mask may follow, an exclamation mark before it turns it round. The pattern <c>-</c> is for every packet.</remarks>
public static class BytePattern
{
    const int MaxOffset = ushort.MaxValue;

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="PatternException">The text is none.</exception>
    public static Condition Parse(string text)
    {
        if (text.Trim() == "-")
            return Condition.True;
        var clauses = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (clauses.Length == 0)
            throw new PatternException("found an empty pattern, expected clauses such as `12/0800`, or `-` for every packet");
        var parts = new List<Condition>();
        var turned = false;
        foreach (var clause in clauses)
        {
            // An exclamation mark may stand by itself.
            var rest = clause.TrimStart('!');
            turned ^= (clause.Length - rest.Length) % 2 == 1;
            if (rest.Length == 0)
                continue;
            var condition = Clause(rest);
            parts.Add(turned ? !condition : condition);
            turned = false;
        }

        if (turned)
            throw new PatternException($"found nothing after `!` in `{text}`, expected a clause such as `12/0800`");
        return new Condition.All(parts);
    }

    static Condition.All Clause(string clause)
    {
        var slash = clause.IndexOf('/');
        var percent = clause.IndexOf('%');
        if (slash <= 0
            || !int.TryParse(clause.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            || offset > MaxOffset)
        {
            throw new PatternException(
                $"found clause `{clause}`, expected an offset up to {MaxOffset}, a slash and a value in hexadecimal, such as `12/0800`");
        }

        var value = clause[(slash + 1)..(percent < 0 ? clause.Length : percent)];
        if (value.Length == 0 || value.Length % 2 != 0 || !value.All(c => c == '?' || char.IsAsciiHexDigit(c)))
            throw new PatternException($"found value `{value}` in `{clause}`, expected an even number of hexadecimal digits or `?`");
        var mask = percent < 0 ? new string('f', value.Length) : clause[(percent + 1)..];
        if (mask.Length != value.Length || !mask.All(char.IsAsciiHexDigit))
            throw new PatternException($"found mask `{mask}` in `{clause}`, expected {value.Length} hexadecimal digits, as the value has");
        return Words(offset, value, mask);
    }

    /// <summary>Tests of the aligned words that the value covers.</summary>
    static Condition.All Words(int offset, string value, string mask)
    {
        var tests = new List<Condition>();
        var end = offset + value.Length / 2;
        for (var word = offset & ~3; word < end; word += DecisionTest.WordSize)
        {
            uint bits = 0, wanted = 0;
            for (var i = 0; i < DecisionTest.WordSize * 2; i++)
            {
                var digit = (word - offset) * 2 + i;
                var inside = digit >= 0 && digit < value.Length && value[digit] != '?';
                var nibble = inside ? Digit(mask[digit]) : 0;
                bits = bits << 4 | nibble;
                wanted = wanted << 4 | (inside ? Digit(value[digit]) & nibble : 0);
            }

            tests.Add(new Condition.Is(new DecisionTest(HeaderBase.Start, word, bits, wanted)));
        }

        return new Condition.All(tests);
    }

    static uint Digit(char digit) => uint.Parse([digit], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
