using System.Collections.Immutable;
using Sluice.Bpf.Diagnostics;
using Sluice.Click.Elements;
using Sluice.Click.Language;
using Sluice.Click.Routing;

namespace Sluice.Click.Configuration;

/// <summary>Makes routers of texts: at the start, and again for every hot swap.</summary>
/// <param name="options">What texts are read with.</param>
public sealed class ConfigurationLoader(ConfigurationOptions options)
{
    /// <summary>Reads with all element classes that there are.</summary>
    public ConfigurationLoader()
        : this(DefaultOptions)
    {
    }

    /// <summary>Options with all element classes, and nothing else.</summary>
    public static ConfigurationOptions DefaultOptions { get; } = new() { Classes = [.. ElementClasses.All.Select(type => type.Name)] };

    /// <summary>Changes a flat configuration before a router is made of it: captures take the place of devices, for instance.</summary>
    public Func<RouterConfiguration, RouterConfiguration> Rewrite { get; init; } = configuration => configuration;

    /// <summary>Reads a text.</summary>
    public CompiledConfiguration Read(SourceText source)
    {
        var compiled = ConfigurationCompiler.Compile(source, options);
        return compiled with { Configuration = Rewrite(compiled.Configuration) };
    }

    /// <summary>Makes a router of a text.</summary>
    /// <param name="source">The text.</param>
    /// <param name="routerOptions">What it runs with; a loader among its services reads texts for the handler <c>hotconfig</c>.</param>
    /// <param name="found">All that is wrong; empty if a router comes of it.</param>
    /// <returns>The router; null if anything is wrong, and nothing is left open then.</returns>
    public Router? Load(SourceText source, RouterOptions routerOptions, out ImmutableArray<Diagnostic> found)
    {
        var compiled = Read(source);
        found = compiled.Diagnostics;
        if (!compiled.IsSound)
        {
            found = Check(compiled, routerOptions);
            return null;
        }

        try
        {
            return new Router(compiled.Configuration, routerOptions);
        }
        catch (ConfigurationException error)
        {
            found = Join(compiled, error.Errors);
            return null;
        }
    }

    /// <summary>Says what is wrong with a configuration, as far as that can be told without starting: its graph, and its elements'
    /// arguments. Nothing is opened.</summary>
    public static ImmutableArray<Diagnostic> Check(CompiledConfiguration compiled, RouterOptions routerOptions)
    {
        ArgumentNullException.ThrowIfNull(compiled);
        return Join(compiled, Router.Check(compiled.Configuration, routerOptions));
    }

    // In the order of the text, whoever found it.
    static ImmutableArray<Diagnostic> Join(CompiledConfiguration compiled, IReadOnlyList<ConfigurationError> errors) =>
        [.. compiled.Diagnostics.Concat(Explain(compiled, errors)).OrderBy(found => found.Span.Source.Path, StringComparer.Ordinal).ThenBy(found => found.Span.Start)];

    /// <summary>Errors that name places, as findings that show them.</summary>
    internal static IEnumerable<Diagnostic> Explain(CompiledConfiguration compiled, IReadOnlyList<ConfigurationError> errors)
    {
        var spans = new Dictionary<SourcePosition, SourceSpan>();
        foreach (var (index, element) in compiled.Configuration.Elements.Index())
            spans.TryAdd(element.Position, compiled.ElementSpans[index]);
        foreach (var (index, connection) in compiled.Configuration.Connections.Index())
            spans.TryAdd(connection.Position, compiled.ConnectionSpans[index]);

        SourceSpan nowhere = new(new SourceText("configuration", ""), 0, 0);
        return errors.Select(error => new Diagnostic(error.Rule ?? ClickRules.ElementRefused, spans.GetValueOrDefault(error.Position, nowhere), error.Message));
    }
}
