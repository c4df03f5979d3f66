using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Click.Configuration;
using Sluice.Click.Elements;

namespace Sluice.Click.Tests.Routing;

/// <summary>A flat configuration from one line of text: declarations and chains with ports, no compound elements.</summary>
static partial class TestConfiguration
{
    public static RouterConfiguration Parse(string text)
    {
        var elements = new List<ElementDeclaration>();
        var connections = new List<Connection>();
        foreach (var statement in Split(text, ";"))
        {
            var previous = -1;
            var outPort = 0;
            foreach (var item in Split(statement, "->"))
            {
                var match = Item().Match(item.Trim());
                Assert.True(match.Success, item);
                var index = Declare(elements, match);
                if (previous >= 0)
                    connections.Add(new Connection(previous, outPort, index, Port(match, "in"), Position));
                (previous, outPort) = (index, Port(match, "out"));
            }
        }

        return new RouterConfiguration(elements, connections) { Text = text };
    }

    static SourcePosition Position => new("test.click", 1, 1);

    static int Declare(List<ElementDeclaration> elements, Match match)
    {
        var (name, type) = (match.Groups["name"].Value, match.Groups["class"].Value);
        if (type.Length == 0 && ElementClasses.Find(name) is null)
            return elements.FindIndex(element => element.Name == name);
        if (type.Length == 0)
            (type, name) = (name, $"{name}@{elements.Count + 1}");
        elements.Add(new ElementDeclaration(name, type, match.Groups["arguments"].Value, Position));
        return elements.Count - 1;
    }

    static int Port(Match match, string group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : 0;

    static List<string> Split(string text, string divider)
    {
        var parts = new List<string>();
        var (depth, start) = (0, 0);
        for (var at = 0; at < text.Length; at++)
        {
            depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
            if (depth > 0 || string.CompareOrdinal(text, at, divider, 0, divider.Length) != 0)
                continue;
            parts.Add(text[start..at]);
            start = at + divider.Length;
        }

        parts.Add(text[start..]);
        return [.. parts.Where(static part => part.Trim().Length > 0)];
    }

    [GeneratedRegex(@"^(\[(?<in>\d+)\])?\s*(?<name>[\w/@]+)\s*(::\s*(?<class>\w+)\s*)?(\((?<arguments>.*)\))?\s*(\[(?<out>\d+)\])?$", RegexOptions.Singleline)]
    private static partial Regex Item();
}
