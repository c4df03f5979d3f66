using Sluice.Click.Arguments;

namespace Sluice.Click.Elements.Rewriting;

/// <summary><c>IPRewriterPatterns(NAME SADDR SPORT DADDR DPORT, ...)</c>: gives names to patterns, so that several rewriters share one and its
/// ports.</summary>
sealed class IPRewriterPatterns : Element
{
    /// <inheritdoc/>
    public override int ConfigurePhase => ConfigurePhases.Information + 1;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        foreach (var argument in arguments.Everything())
        {
            var words = ArgumentText.SplitWords(argument);
            var rest = words.Skip(1).ToList();
            var pattern = words.Count == 5 ? RewriterPattern.Parse(rest, arguments.Scope) : RewriterPattern.ParseAddresses(rest, arguments.Scope);
            if (pattern is not null)
                Router.Names.Define(ElementNames.Prefix(Name) + words[0], pattern);
            else
                arguments.Error($"found `{argument}`, expected NAME SADDR SPORT[-SPORT2] DADDR DPORT");
        }

        _ = arguments.Complete();
    }
}
