using Sluice.Click.Arguments;
using Sluice.Click.Classification;

namespace Sluice.Click.Elements.Classification;

/// <summary>Arguments that are patterns.</summary>
static class DecisionArguments
{
    /// <summary>Reads a pattern for each output.</summary>
    /// <returns>The rules, or null when something is wrong, which is reported.</returns>
    public static List<DecisionRule>? ReadPatterns(ArgumentReader arguments, int outputs, Func<string, Condition> parse)
    {
        var texts = Texts(arguments);
        if (texts.Count != outputs)
            arguments.Error($"found {texts.Count} patterns and {outputs} outputs, expected a pattern for each output");
        return ReadRules(arguments, texts, (text, i) => new DecisionRule(parse(text), i));
    }

    /// <summary>Reads pairs of action and pattern: <c>allow</c>, <c>deny</c>, <c>drop</c> or an output, then a pattern.</summary>
    public static List<DecisionRule>? ReadActions(ArgumentReader arguments, int outputs, Func<string, Condition> parse) =>
        ReadRules(arguments, Texts(arguments), (text, _) =>
        {
            var words = text.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
            var action = words.Length > 0 ? words[0] : "";
            var output = action switch
            {
                "allow" => 0,
                "drop" or "deny" => DecisionProgram.Drop,
                _ => int.TryParse(action, out var number) && number >= 0 ? number
                    : throw new PatternException($"found action `{action}`, expected allow, deny, drop or an output, then a pattern"),
            };
            if (output >= outputs)
                throw new PatternException($"found output {output}, expected one of the {outputs} outputs that are connected");
            return new DecisionRule(parse(words.Length > 1 ? words[1] : ""), output);
        });

    static List<DecisionRule>? ReadRules(ArgumentReader arguments, List<string> texts, Func<string, int, DecisionRule> read)
    {
        var rules = new List<DecisionRule>();
        for (var i = 0; i < texts.Count; i++)
        {
            try
            {
                rules.Add(read(texts[i], i));
            }
            catch (PatternException error)
            {
                arguments.Error($"pattern {i}: {error.Message}");
            }
        }

        return arguments.Complete() ? rules : null;
    }

    static List<string> Texts(ArgumentReader arguments) => [.. arguments.Everything().Select(ArgumentText.UnquoteText)];
}
