using Sluice.Click.Arguments;

namespace Sluice.Click.Elements.Rewriting;

/// <summary><c>RoundRobinIPMapper(PATTERN FOUTPUT ROUTPUT, ...)</c>: gives each new flow of a rewriter the next of several patterns: a load
/// balancer. <c>SourceIPHashMapper</c> chooses by the source address, so that a host keeps its server.</summary>
/// <param name="byHash">Whether the source address chooses.</param>
sealed class RoundRobinIPMapper(bool byHash) : Element, IFlowMapper
{
    RewriterInput[] _patterns = [];
    int _next;

    /// <inheritdoc/>
    public int HighestOutput => _patterns.Length == 0 ? -1 : _patterns.Max(static input => Math.Max(input.Outputs.Forward, input.Outputs.Reply));

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var patterns = new List<RewriterInput>();
        foreach (var argument in arguments.Everything())
        {
            var error = $"found `{argument}`, expected SADDR SPORT DADDR DPORT FOUTPUT ROUTPUT, or NAME FOUTPUT ROUTPUT";
            if (RewriterInput.ParsePattern(argument, ArgumentText.SplitWords(argument), arguments.Scope, -1, false, ref error) is { } pattern)
                patterns.Add(pattern);
            else
                arguments.Error(error);
        }

        if (patterns.Count == 0 && !arguments.Failed)
            arguments.Error("found no pattern, expected at least one");
        if (arguments.Complete())
            _patterns = [.. patterns];
    }

    /// <inheritdoc/>
    public RewriterInput? Map(in FlowId flow, FlowStore store, out FlowId rewritten)
    {
        // Highest random weight: when a server goes, only its hosts get another.
        var start = byHash ? Heaviest(flow.Source) : _next;
        for (var i = 0; i < _patterns.Length; i++)
        {
            var index = (start + i) % _patterns.Length;
            if (!_patterns[index].Pattern!.TryRewrite(flow, store, out rewritten))
                continue;
            _next = (index + 1) % _patterns.Length;
            return _patterns[index];
        }

        rewritten = default;
        return null;
    }

    int Heaviest(uint source)
    {
        var best = 0;
        var weight = 0UL;
        for (var i = 0; i < _patterns.Length; i++)
        {
            var hash = (source ^ (ulong)(i + 1) * 0x9e37_79b9_7f4a_7c15) * 0xff51_afd7_ed55_8ccd;
            hash ^= hash >> 33;
            if (hash < weight)
                continue;
            (best, weight) = (i, hash);
        }

        return best;
    }
}
