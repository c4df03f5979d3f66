using System.Globalization;
using Sluice.Click.Arguments;

namespace Sluice.Click.Elements.Control;

/// <summary>A number of a script: whole if it is written so, else with a fraction.</summary>
/// <param name="Real">Its value.</param>
/// <param name="Whole">Its value if it is whole; else null.</param>
readonly record struct ScriptNumber(double Real, long? Whole)
{
    public ScriptNumber(long whole)
        : this(whole, whole)
    {
    }

    /// <summary>Reads a number: decimal, hexadecimal or octal, or with a fraction.</summary>
    public static bool TryParse(string text, out ScriptNumber number)
    {
        if (ArgumentTypes.TryParseInteger(text, out var whole) && whole >= long.MinValue && whole <= long.MaxValue)
        {
            number = new((long)whole);
            return true;
        }

        var isReal = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real);
        number = new(real, null);
        return isReal;
    }

    /// <summary>Applies an operator: to whole numbers as long as both are and the result fits.</summary>
    public ScriptNumber With(ScriptNumber other, Func<Int128, Int128, Int128> whole, Func<double, double, double> real)
    {
        if (Whole is { } a && other.Whole is { } b && whole(a, b) is var result && result >= long.MinValue && result <= long.MaxValue)
            return new((long)result);
        return new(real(Real, other.Real), null);
    }

    /// <summary>The number as scripts write it; one with a fraction of zero as a whole one.</summary>
    public override string ToString() => Whole?.ToString(CultureInfo.InvariantCulture)
        ?? (Real == Math.Truncate(Real) && Math.Abs(Real) < 1e15 ? ((long)Real).ToString(CultureInfo.InvariantCulture) : Real.ToString("R", CultureInfo.InvariantCulture));
}
