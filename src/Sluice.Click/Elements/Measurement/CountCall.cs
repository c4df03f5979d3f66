using System.Globalization;
using Sluice.Click.Arguments;

namespace Sluice.Click.Elements.Measurement;

/// <summary>A handler to write to, once, when a count is reached: <c>1000 queue.reset</c>.</summary>
/// <param name="Threshold">The count.</param>
/// <param name="Handler">The path of the handler.</param>
/// <param name="Value">What to write.</param>
sealed record CountCall(long Threshold, string Handler, string Value)
{
    /// <summary>The argument's kind.</summary>
    public static readonly ArgumentType<CountCall?> Type = new("a count and a handler, such as `1000 stop`", static (text, _, out value) =>
    {
        var words = ArgumentText.SplitWords(text);
        value = words.Count >= 2 && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var threshold)
            ? new CountCall(threshold, ArgumentText.UnquoteText(words[1]), ArgumentText.UnquoteText(string.Join(' ', words.Skip(2))))
            : null;
        return value is not null;
    });

    /// <summary>Count and handler.</summary>
    public override string ToString() => $"{Threshold} {Handler}{(Value.Length > 0 ? " " + Value : "")}";
}
