using Sluice.Click.Elements;
using Sluice.Click.Language;

namespace Sluice.Click.Configuration;

/// <summary>Finds loops that no packet could leave: of elements that pass every packet on, by the only way there is.</summary>
/// <remarks>Nothing says whether such a loop pushes or pulls; and a packet that comes in from beside would go round for ever. Loops with
/// a way out, as by which a router answers to itself, are fine.</remarks>
static class LoopFinder
{
    /// <summary>An error for every such loop.</summary>
    public static IEnumerable<ConfigurationError> Find(RouterConfiguration configuration, IReadOnlyList<ElementClass> classes)
    {
        var next = new int[classes.Count];
        Array.Fill(next, -1);
        foreach (var connection in configuration.Connections)
        {
            if (PassesOn(classes[connection.From]) && PassesOn(classes[connection.To]))
                next[connection.From] = connection.To;
        }

        var visited = new int[classes.Count];
        for (var start = 0; start < next.Length; start++)
        {
            var at = start;
            while (at >= 0 && visited[at] == 0)
            {
                visited[at] = start + 1;
                at = next[at];
            }

            if (at < 0 || visited[at] != start + 1)
                continue;
            List<string> names = [configuration.Elements[at].Name];
            for (var member = next[at]; member != at; member = next[member])
                names.Add(configuration.Elements[member].Name);
            yield return new(configuration.Elements[at].Position, $"no packet could leave the loop {string.Join(" -> ", names)} -> {names[0]}: all its elements only pass packets on")
            {
                Rule = ClickRules.EndlessLoop,
            };
        }
    }

    static bool PassesOn(ElementClass type) => type is { Ports: PortCodes.One, Processing: PortCodes.Agnostic, Flow: PortCodes.Complete };
}
