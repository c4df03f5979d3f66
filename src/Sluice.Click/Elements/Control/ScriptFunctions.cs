using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Sluice.Click.Arguments;
using Sluice.Click.Handlers;

namespace Sluice.Click.Elements.Control;

/// <summary>The functions of scripts: read handlers whose parameters are words.</summary>
static class ScriptFunctions
{
    delegate string Function(Script script, List<string> words);

    static readonly FrozenDictionary<string, (Function Run, string Help)> s_all = new Dictionary<string, (Function, string)>
    {
        ["add"] = (Fold("add", (a, b) => a + b, (a, b) => a + b), "the sum of numbers"),
        ["sub"] = (Fold("sub", (a, b) => a - b, (a, b) => a - b), "the first number less the others"),
        ["mul"] = (Fold("mul", (a, b) => a * b, (a, b) => a * b), "the product of numbers"),
        ["div"] = (Fold("div", (a, b) => b != 0 && a % b == 0 ? a / b : Int128.MaxValue, (a, b) => b == 0 ? throw DivisionByZero() : a / b), "the first number divided by the others"),
        ["idiv"] = ((_, words) => Whole("idiv", words, (a, b) => b == 0 ? throw DivisionByZero() : a / b), "the same without a fraction"),
        ["mod"] = ((_, words) => Whole("mod", words, (a, b) => b == 0 ? throw DivisionByZero() : a % b), "the remainder of whole numbers"),
        ["rem"] = (Fold("rem", (a, b) => b == 0 ? throw DivisionByZero() : a % b, (a, b) => Math.IEEERemainder(a, b)), "the remainder of numbers"),
        ["neg"] = ((_, words) => new ScriptNumber(0).With(One("neg", words), (a, b) => a - b, (a, b) => a - b).ToString(), "the number with the other sign"),
        ["abs"] = ((_, words) => One("abs", words) is { Real: < 0 } number ? new ScriptNumber(0).With(number, (a, b) => a - b, (a, b) => a - b).ToString() : One("abs", words).ToString(), "the number without its sign"),
        ["min"] = (Fold("min", Int128.Min, Math.Min), "the least of numbers"),
        ["max"] = (Fold("max", Int128.Max, Math.Max), "the greatest of numbers"),
        ["eq"] = (Compare("eq", order => order == 0), "are both the same?"),
        ["ne"] = (Compare("ne", order => order != 0), "are they different?"),
        ["lt"] = (Compare("lt", order => order < 0), "is the first less?"),
        ["gt"] = (Compare("gt", order => order > 0), "is the first greater?"),
        ["le"] = (Compare("le", order => order <= 0), "is the first not greater?"),
        ["ge"] = (Compare("ge", order => order >= 0), "is the first not less?"),
        ["not"] = ((_, words) => Truth(!Truths("not", words, 1).Single()), "the opposite of a truth"),
        ["and"] = ((_, words) => Truth(Truths("and", words).All(truth => truth)), "are all true?"),
        ["or"] = ((_, words) => Truth(Truths("or", words).Any(truth => truth)), "is any true?"),
        ["nand"] = ((_, words) => Truth(!Truths("nand", words).All(truth => truth)), "is any not true?"),
        ["nor"] = ((_, words) => Truth(!Truths("nor", words).Any(truth => truth)), "is none true?"),
        ["if"] = ((_, words) => words.Count is 2 or 3 ? ParseTruth("if", words[0]) ? words[1] : words.ElementAtOrDefault(2) ?? "" : throw Expected("if", "a truth and two values"),
            "the second word if the first is true, else the third"),
        ["in"] = ((_, words) => words.Count > 0 ? Truth(words.IndexOf(words[0], 1) > 0) : throw Expected("in", "a word and others"), "is the first word among the others?"),
        ["sprintf"] = ((_, words) => Format(words), "words by a format"),
        ["random"] = ((script, words) => Random(script, words), "a number below N, or from one to another"),
        ["length"] = ((_, words) => string.Join(' ', words).Length.ToString(CultureInfo.InvariantCulture), "letters of a text"),
        ["unquote"] = ((_, words) => ArgumentText.UnquoteText(string.Join(' ', words)), "a text without a layer of quotes"),
        ["now"] = ((script, _) => FormatTime(script.Router.Clock.Now), "the time, in seconds since 1970"),
        ["readable"] = ((script, words) => Truth(words.All(word => script.FindHandler(word) is { CanRead: true })), "are these handlers there, to be read?"),
        ["writable"] = ((script, words) => Truth(words.All(word => script.FindHandler(word) is { CanWrite: true })), "are these handlers there, to be written to?"),
    }.ToFrozenDictionary();

    /// <summary>Adds all functions to a script's handlers.</summary>
    public static void AddTo(HandlerTable handlers, Script script)
    {
        foreach (var (name, (run, help)) in s_all.OrderBy(function => function.Key, StringComparer.Ordinal))
            handlers.ReadWith(name, text => run(script, ArgumentText.SplitWords(text)), help);
    }

    /// <summary>Reads a truth.</summary>
    /// <exception cref="HandlerException">It is none.</exception>
    public static bool ParseTruth(string function, string word) =>
        ArgumentTypes.Bool.Parse(word.Trim(), default, out var truth) ? truth : throw Expected(function, $"true or false, not `{word}`");

    static string Truth(bool truth) => truth ? "true" : "false";

    static HandlerException Expected(string function, string what) => new($"{function}: expected {what}");

    static HandlerException DivisionByZero() => new("division by zero");

    static ScriptNumber Number(string function, string word) =>
        ScriptNumber.TryParse(ArgumentText.UnquoteText(word), out var number) ? number : throw Expected(function, $"numbers, not `{word}`");

    static ScriptNumber One(string function, List<string> words) =>
        words.Count == 1 ? Number(function, words[0]) : throw Expected(function, "one number");

    static Function Fold(string name, Func<Int128, Int128, Int128> whole, Func<double, double, double> real) => (_, words) =>
        words.Count == 0 ? throw Expected(name, "numbers")
            : words.Skip(1).Aggregate(Number(name, words[0]), (sum, word) => sum.With(Number(name, word), whole, real)).ToString();

    static string Whole(string name, List<string> words, Func<long, long, long> apply)
    {
        if (words.Count == 0)
            throw Expected(name, "whole numbers");
        return words.Skip(1).Aggregate(Of(words[0]), (sum, word) => apply(sum, Of(word))).ToString(CultureInfo.InvariantCulture);

        long Of(string word) => Number(name, word) is var number && number.Whole is { } whole ? whole : (long)number.Real;
    }

    // Numbers by their value, anything else letter by letter.
    static Function Compare(string name, Func<int, bool> holds) => (_, words) =>
    {
        if (words is not [var first, var second])
            throw Expected(name, "two values");
        var order = ScriptNumber.TryParse(first, out var a) && ScriptNumber.TryParse(second, out var b)
            ? a.Whole is { } x && b.Whole is { } y ? x.CompareTo(y) : a.Real.CompareTo(b.Real)
            : string.CompareOrdinal(ArgumentText.UnquoteText(first), ArgumentText.UnquoteText(second));
        return Truth(holds(order));
    };

    static IEnumerable<bool> Truths(string name, List<string> words, int? count = null) =>
        count is null || words.Count == count ? words.Select(word => ParseTruth(name, word)) : throw Expected(name, $"{count} truth");

    static string Random(Script script, List<string> words)
    {
        var bounds = words.Select(word => Number("random", word).Whole ?? throw Expected("random", "whole numbers")).ToArray();
        var (least, beyond) = bounds switch
        {
            [] => (0L, (long)int.MaxValue + 1),
            [var count] => (0L, count),
            [var from, var to] => (from, to + 1),
            _ => throw Expected("random", "at most two numbers"),
        };
        return least < beyond ? script.Random.NextInt64(least, beyond).ToString(CultureInfo.InvariantCulture) : throw Expected("random", "a number of at least 1");
    }

    static string FormatTime(long nanoseconds) => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1_000_000_000}.{nanoseconds % 1_000_000_000:000000000}");

    // Flags, width and precision as in C: %[-0][width][.precision] and d i u x X o c s f e g %.
    static string Format(List<string> words)
    {
        if (words.Count == 0)
            throw Expected("sprintf", "a format");
        var format = ArgumentText.UnquoteText(words[0]);
        StringBuilder text = new();
        var next = 1;
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] != '%')
            {
                text.Append(format[at]);
                continue;
            }

            var start = ++at;
            while (at < format.Length && (char.IsAsciiDigit(format[at]) || format[at] is '-' or '.' or '+' or ' ' or 'l' or 'h'))
                at++;
            if (at >= format.Length)
                throw Expected("sprintf", "a letter behind `%`");
            if (format[at] == '%')
                text.Append('%');
            else if (next >= words.Count)
                throw Expected("sprintf", $"a value for `%{format[start..(at + 1)]}`");
            else
                text.Append(Pad(format[start..at], Convert(format[start..at], format[at], words[next++])));
        }

        return next >= words.Count ? text.ToString() : throw Expected("sprintf", $"{next - 1} values");
    }

    static string Convert(string flags, char letter, string word)
    {
        var dot = flags.IndexOf('.', StringComparison.Ordinal);
        var precision = dot >= 0 && int.TryParse(flags[(dot + 1)..].Trim('l', 'h'), CultureInfo.InvariantCulture, out var digits) ? Math.Min(digits, 99) : 6;
        var number = letter is 's' or 'c' ? default : Number("sprintf", word);
        var whole = number.Whole ?? (long)number.Real;
        return letter switch
        {
            's' => dot < 0 ? ArgumentText.UnquoteText(word) : ArgumentText.UnquoteText(word)[..Math.Min(precision, ArgumentText.UnquoteText(word).Length)],
            'c' => ArgumentText.UnquoteText(word) is [var first, ..] ? first.ToString() : "",
            'd' or 'i' => (flags.Contains('+', StringComparison.Ordinal) && whole >= 0 ? "+" : "") + whole.ToString(CultureInfo.InvariantCulture),
            'u' => ((ulong)whole).ToString(CultureInfo.InvariantCulture),
            'x' => whole.ToString("x", CultureInfo.InvariantCulture),
            'X' => whole.ToString("X", CultureInfo.InvariantCulture),
            'o' => System.Convert.ToString(whole, 8),
            'f' or 'F' => number.Real.ToString($"F{precision}", CultureInfo.InvariantCulture),
            'e' => number.Real.ToString($"0.{new string('0', precision)}e+00", CultureInfo.InvariantCulture),
            'g' => number.Real.ToString($"G{Math.Max(1, precision)}", CultureInfo.InvariantCulture),
            _ => throw Expected("sprintf", $"one of d i u x X o c s f e g behind `%`, not `{letter}`"),
        };
    }

    static string Pad(string flags, string text)
    {
        var digits = flags.Trim('-', '+', ' ', 'l', 'h').Split('.')[0];
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var width))
            return text;
        width = Math.Min(width, 1000);
        if (flags.StartsWith('-'))
            return text.PadRight(width);
        if (!digits.StartsWith('0'))
            return text.PadLeft(width);
        var sign = text is ['-' or '+', ..] ? 1 : 0;
        return text[..sign] + text[sign..].PadLeft(width - sign, '0');
    }
}
