using Sluice.Click.Arguments;

namespace Sluice.Click.Elements.Rewriting;

/// <summary>What a rewriter does with packets of unknown flows at one input.</summary>
sealed class RewriterInput
{
    public enum What
    {
        /// <summary>Drops them.</summary>
        Drop,

        /// <summary>Passes them as they are.</summary>
        Pass,

        /// <summary>Makes a mapping that changes nothing.</summary>
        Keep,

        /// <summary>Makes a mapping by a pattern.</summary>
        Pattern,

        /// <summary>Asks another element.</summary>
        Mapper,
    }

    readonly string _text;

    RewriterInput(string text, What kind, int forward = -1, int reply = -1) => (_text, Kind, Outputs) = (text, kind, (forward, reply));

    public What Kind { get; }

    /// <summary>Outputs of flow and reply flow.</summary>
    public (int Forward, int Reply) Outputs { get; }

    /// <summary>The pattern.</summary>
    public RewriterPattern? Pattern { get; private init; }

    /// <summary>The element that is asked.</summary>
    public IFlowMapper? Mapper { get; private init; }

    /// <summary>Mappings made.</summary>
    public long Count { get; set; }

    /// <summary>Flows that could not get a mapping.</summary>
    public long Failures { get; set; }

    /// <summary>Reads an input specification.</summary>
    /// <param name="text">The text.</param>
    /// <param name="scope">What names mean.</param>
    /// <param name="outputs">Outputs that there are; -1 where that is not known yet.</param>
    /// <param name="addressesOnly">Whether patterns are of addresses, without ports.</param>
    /// <param name="error">What is wrong.</param>
    public static RewriterInput? Parse(string text, ArgumentScope scope, int outputs, bool addressesOnly, out string error)
    {
        const string expected = "expected drop, pass OUTPUT, keep FOUTPUT ROUTPUT, pattern SADDR SPORT DADDR DPORT FOUTPUT ROUTPUT, "
            + "pattern NAME FOUTPUT ROUTPUT, or the name of a mapper";
        error = $"found `{text}`, {expected}";
        var words = ArgumentText.SplitWords(text);
        if (words.Count == 0)
            return null;
        switch (words[0])
        {
            case "drop" or "discard" when words.Count == 1:
                return new RewriterInput(text, What.Drop);
            case "pass" or "passthrough" or "nochange" when words.Count <= 2:
                var output = 0;
                return words.Count == 1 || TryOutput(words[1], outputs, ref error, out output) ? new RewriterInput(text, What.Pass, output) : null;
            case "keep" when words.Count == 3:
                return TryOutputs(words, outputs, ref error, out var kept) ? new RewriterInput(text, What.Keep, kept.Forward, kept.Reply) : null;
            case "pattern" when words.Count >= 4:
                return ParsePattern(text, words.GetRange(1, words.Count - 1), scope, outputs, addressesOnly, ref error);
        }

        if (words.Count != 1 || !ArgumentTypes.Element.Parse(words[0], scope, out var element))
            return null;
        if (element is IFlowMapper mapper)
            return new RewriterInput(text, What.Mapper) { Mapper = mapper };
        error = $"found {element}, expected an element that maps flows, such as RoundRobinIPMapper";
        return null;
    }

    /// <summary>Reads a pattern, or its name, and two outputs.</summary>
    public static RewriterInput? ParsePattern(
        string text, List<string> words, ArgumentScope scope, int outputs, bool addressesOnly, ref string error)
    {
        if (words.Count < 3)
            return null;
        var patternWords = words.GetRange(0, words.Count - 2);
        var pattern = patternWords.Count == 1 && scope.TryFind<RewriterPattern>(patternWords[0], out var named) ? named
            : addressesOnly ? RewriterPattern.ParseAddresses(patternWords, scope) : RewriterPattern.Parse(patternWords, scope);
        if (pattern is null)
        {
            error = $"found pattern `{string.Join(' ', patternWords)}`, expected "
                + (addressesOnly ? "SADDR[-SADDR2] DADDR" : "SADDR SPORT[-SPORT2] DADDR DPORT") + ", - for what stays, or the name of a pattern";
            return null;
        }

        return TryOutputs(words, outputs, ref error, out var pair)
            ? new RewriterInput(text, What.Pattern, pair.Forward, pair.Reply) { Pattern = pattern } : null;
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    static bool TryOutputs(List<string> words, int outputs, ref string error, out (int Forward, int Reply) pair)
    {
        var found = TryOutput(words[^2], outputs, ref error, out var forward);
        found &= TryOutput(words[^1], outputs, ref error, out var reply);
        pair = (forward, reply);
        return found;
    }

    static bool TryOutput(string word, int outputs, ref string error, out int output)
    {
        if (int.TryParse(word, out output) && output >= 0 && (outputs < 0 || output < outputs))
            return true;
        error = outputs < 0 ? $"found output `{word}`, expected a number" : $"found output `{word}`, expected one of the {outputs} outputs";
        return false;
    }
}
