using System.Collections.Immutable;
using Sluice.Bpf.Diagnostics;
using Sluice.Click.Configuration;
using Sluice.Click.Elements;

namespace Sluice.Click.Graph;

/// <summary>What is drawn of a configuration.</summary>
/// <param name="Configuration">The flat configuration.</param>
/// <param name="Ports">What its ports do, push or pull; null where that is not known.</param>
/// <param name="Notes">A line for some elements, by name: a rate, most often.</param>
public sealed record ElementGraph(RouterConfiguration Configuration, IReadOnlyList<ElementPorts>? Ports, IReadOnlyDictionary<string, string> Notes)
{
    /// <summary>Finds out what the ports of a configuration do.</summary>
    /// <param name="compiled">The configuration.</param>
    /// <param name="ports">Its ports.</param>
    /// <returns>What is wrong with it; empty if it can be drawn.</returns>
    public static ImmutableArray<Diagnostic> Resolve(CompiledConfiguration compiled, out IReadOnlyList<ElementPorts> ports)
    {
        ArgumentNullException.ThrowIfNull(compiled);
        ports = [];
        if (!compiled.IsSound)
            return compiled.Diagnostics;
        List<ConfigurationError> errors = [];
        ports = PortResolver.Resolve(compiled.Configuration, [.. compiled.Configuration.Elements.Select(element => ElementClasses.Find(element.ClassName)!)], errors);
        return [.. ConfigurationLoader.Explain(compiled, errors)];
    }

    /// <summary>Do packets move through a connection by pull?</summary>
    internal bool IsPull(Connection connection) =>
        Ports is not null && Ports[connection.From].Outputs[connection.FromPort] == PortProcessing.Pull;

    /// <summary>The lines that an element's box shows: its name, its class unless the name says it, its note.</summary>
    internal IEnumerable<string> LinesOf(ElementDeclaration element)
    {
        yield return element.Name;
        if (!element.Name.StartsWith(element.ClassName + "@", StringComparison.Ordinal))
            yield return element.ClassName;
        if (Notes.TryGetValue(element.Name, out var note))
            yield return note;
    }

    /// <summary>An element's name, class and arguments, for those who point at it.</summary>
    internal static string TitleOf(ElementDeclaration element) =>
        $"{element}{(element.Arguments.Length > 0 ? $"({element.Arguments})" : "")}";
}
