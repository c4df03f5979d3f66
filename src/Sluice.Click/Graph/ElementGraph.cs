using Sluice.Click.Configuration;

namespace Sluice.Click.Graph;

/// <summary>What is drawn of a configuration.</summary>
/// <param name="Configuration">The flat configuration.</param>
/// <param name="Ports">What its ports do, push or pull; null where that is not known.</param>
/// <param name="Notes">A line for some elements, by name: a rate, most often.</param>
public sealed record ElementGraph(RouterConfiguration Configuration, IReadOnlyList<ElementPorts>? Ports, IReadOnlyDictionary<string, string> Notes)
{
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
