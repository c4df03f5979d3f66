using Sluice.Click.Arguments;

namespace Sluice.Click.Elements.Rewriting;

/// <summary>An element that chooses among several patterns for new flows of a rewriter.</summary>
abstract class PatternMapper : Element, IFlowMapper
{
    RewriterInput[] _patterns = [];

    /// <inheritdoc/>
    public int HighestOutput => _patterns.Length == 0 ? -1 : _patterns.Max(static input => Math.Max(input.Outputs.Forward, input.Outputs.Reply));

    /// <summary>Patterns.</summary>
    protected int Count => _patterns.Length;

    /// <inheritdoc/>
    public abstract RewriterInput? Map(in FlowId flow, FlowStore store, out FlowId rewritten);

    /// <summary>Reads patterns, and takes them over if all arguments are right.</summary>
    /// <param name="arguments">Where mistakes are told.</param>
    /// <param name="texts">An argument for each.</param>
    /// <param name="parse">Reads one: its text, what names mean, its words; a pattern, or what is wrong.</param>
    /// <returns>Whether they were taken over.</returns>
    protected bool TakeOver(ArgumentReader arguments, IReadOnlyList<string> texts, Func<string, ArgumentScope, List<string>, (RewriterInput? Pattern, string Error)> parse)
    {
        var patterns = new List<RewriterInput>();
        foreach (var text in texts)
        {
            var (pattern, error) = parse(text, arguments.Scope, ArgumentText.SplitWords(text));
            if (pattern is not null)
                patterns.Add(pattern);
            else
                arguments.Error(error);
        }

        if (texts.Count == 0)
            arguments.Error("found no pattern, expected at least one");
        if (!arguments.Complete())
            return false;
        _patterns = [.. patterns];
        return true;
    }

    /// <summary>Takes the first pattern that has room for a flow, beginning with one of them.</summary>
    /// <param name="start">The one to begin with.</param>
    /// <param name="flow">The flow.</param>
    /// <param name="store">Where it must not meet another.</param>
    /// <param name="rewritten">What it is rewritten to.</param>
    /// <param name="used">The pattern's index.</param>
    protected RewriterInput? MapFrom(int start, in FlowId flow, FlowStore store, out FlowId rewritten, out int used)
    {
        for (var i = 0; i < _patterns.Length; i++)
        {
            used = (start + i) % _patterns.Length;
            if (_patterns[used].Pattern!.TryRewrite(flow, store, out rewritten))
                return _patterns[used];
        }

        (rewritten, used) = (default, -1);
        return null;
    }
}
