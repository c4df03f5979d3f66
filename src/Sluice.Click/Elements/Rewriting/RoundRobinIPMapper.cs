using Sluice.Click.Arguments;

namespace Sluice.Click.Elements.Rewriting;

/// <summary><c>RoundRobinIPMapper(PATTERN FOUTPUT ROUTPUT, ...)</c>: gives each new flow of a rewriter the next of several patterns: a load
/// balancer.</summary>
sealed class RoundRobinIPMapper : PatternMapper
{
    int _next;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var texts = arguments.Everything();
        TakeOver(arguments, [.. texts], static (text, scope, words) =>
        {
            var error = $"found `{text}`, expected SADDR SPORT DADDR DPORT FOUTPUT ROUTPUT, or NAME FOUTPUT ROUTPUT";
            return (RewriterInput.ParsePattern(text, words, scope, -1, false, ref error), error);
        });
    }

    /// <inheritdoc/>
    public override RewriterInput? Map(in FlowId flow, FlowStore store, out FlowId rewritten)
    {
        var input = MapFrom(_next, flow, store, out rewritten, out var used);
        if (input is not null)
            _next = (used + 1) % Count;
        return input;
    }
}
