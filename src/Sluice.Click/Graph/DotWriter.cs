using System.Globalization;
using System.Text;

namespace Sluice.Click.Graph;

/// <summary>Writes a configuration's graph in the language of Graphviz's dot.</summary>
public static class DotWriter
{
    /// <summary>The graph: elements are boxes with their ports, dashed arrows pull.</summary>
    public static string Write(ElementGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        StringBuilder text = new("digraph click {\n  node [shape=record, fontname=\"sans-serif\", fontsize=10];\n  edge [fontsize=8];\n");
        var configuration = graph.Configuration;
        for (var index = 0; index < configuration.Elements.Count; index++)
        {
            var inputs = Ports("i", configuration.Connections.Where(connection => connection.To == index).Select(connection => connection.ToPort));
            var outputs = Ports("o", configuration.Connections.Where(connection => connection.From == index).Select(connection => connection.FromPort));
            var name = string.Join("\\n", graph.LinesOf(configuration.Elements[index]).Select(Escape));
            text.Append(CultureInfo.InvariantCulture, $"  n{index} [label=\"{{{inputs}{(inputs.Length > 0 ? "|" : "")}{name}{(outputs.Length > 0 ? "|" : "")}{outputs}}}\", ")
                .Append($"tooltip=\"{Escape(ElementGraph.TitleOf(configuration.Elements[index]))}\"];\n");
        }

        foreach (var connection in configuration.Connections)
            text.Append(CultureInfo.InvariantCulture, $"  n{connection.From}:o{connection.FromPort} -> n{connection.To}:i{connection.ToPort}{(graph.IsPull(connection) ? " [style=dashed, arrowhead=empty]" : "")};\n");
        return text.Append("}\n").ToString();
    }

    static string Ports(string side, IEnumerable<int> used)
    {
        var count = used.Select(port => port + 1).DefaultIfEmpty(0).Max();
        return count == 0 ? "" : "{" + string.Join('|', Enumerable.Range(0, count).Select(port => $"<{side}{port}>{(count > 1 ? port.ToString(CultureInfo.InvariantCulture) : "")}")) + "}";
    }

    static string Escape(string text)
    {
        StringBuilder escaped = new();
        foreach (var letter in text)
        {
            if (letter is '"' or '\\' or '{' or '}' or '|' or '<' or '>')
                escaped.Append('\\');
            escaped.Append(char.IsControl(letter) ? ' ' : letter);
        }

        return escaped.ToString();
    }
}
