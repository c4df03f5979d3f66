using System.Globalization;

namespace Sluice.Click.Configuration;

/// <summary>How many ports an element may have: a code such as <c>1/1-2</c>, <c>-/-</c>, <c>1-/=</c> or <c>1/=+</c>.</summary>
/// <remarks>Click's manual, "Port counts".</remarks>
/// <param name="Least">Fewest.</param>
/// <param name="Most">Most.</param>
public readonly record struct PortCount(int Least, int Most)
{
    /// <summary>Reads the code's part for inputs.</summary>
    public static PortCount Inputs(string code) => Parse(code[..code.IndexOf('/', StringComparison.Ordinal)]);

    /// <summary>Reads the code's part for outputs of an element that has <paramref name="inputs"/> inputs.</summary>
    public static PortCount Outputs(string code, int inputs)
    {
        var part = code[(code.IndexOf('/', StringComparison.Ordinal) + 1)..];
        if (!part.StartsWith('='))
            return Parse(part);
        var count = inputs + part.Count(static c => c == '+');
        return new PortCount(count, count);
    }

    /// <summary>Whether so many are allowed.</summary>
    public bool Allows(int count) => count >= Least && count <= Most;

    /// <summary>The count in words.</summary>
    public override string ToString() =>
        Least == Most ? $"{Least}" : Most == int.MaxValue ? Least == 0 ? "any number" : $"{Least} or more" : $"{Least} to {Most}";

    static PortCount Parse(string part)
    {
        var dash = part.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0)
            return new PortCount(Number(part), Number(part));
        return new PortCount(
            dash == 0 ? 0 : Number(part[..dash]),
            dash == part.Length - 1 ? int.MaxValue : Number(part[(dash + 1)..]));
    }

    static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
