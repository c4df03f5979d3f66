using System.Globalization;
using System.Text;

namespace Sluice.Click.Configuration;

/// <summary>A flat configuration as text in Click's language, which gives the same configuration when it is read.</summary>
public static class FlatText
{
    /// <summary>Declarations, one a line, then connections, those that follow each other in one line.</summary>
    public static string Write(RouterConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        StringBuilder text = new();
        if (configuration.Requirements.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"require({string.Join(", ", configuration.Requirements)});\n");
        foreach (var element in configuration.Elements)
            text.Append($"{element.Name} :: {element.ClassName}{(element.Arguments.Length > 0 ? $"({element.Arguments})" : "")};\n");
        if (configuration.Connections.Count > 0)
            text.Append('\n');
        foreach (var chain in Chains(configuration))
            WriteChain(text, configuration, chain);
        return text.ToString();
    }

    static void WriteChain(StringBuilder text, RouterConfiguration configuration, List<Connection> chain)
    {
        text.Append(configuration.Elements[chain[0].From].Name);
        foreach (var connection in chain)
        {
            if (connection.FromPort != 0)
                text.Append(CultureInfo.InvariantCulture, $" [{connection.FromPort}]");
            text.Append(" -> ");
            if (connection.ToPort != 0)
                text.Append(CultureInfo.InvariantCulture, $"[{connection.ToPort}] ");
            text.Append(configuration.Elements[connection.To].Name);
        }

        text.Append(";\n");
    }

    // A connection goes on in the line where its element came in, if it is the only one in and out there: such order is the same for
    // whatever order the connections were in, but for that of the lines.
    static IEnumerable<List<Connection>> Chains(RouterConfiguration configuration)
    {
        var into = configuration.Connections.ToLookup(connection => connection.To);
        var from = configuration.Connections.ToLookup(connection => connection.From);
        bool Continues(Connection connection) => into[connection.From].Count() == 1 && from[connection.From].Count() == 1;
        HashSet<Connection> written = [];
        foreach (var start in configuration.Connections.Where(connection => !Continues(connection)).Concat(configuration.Connections))
        {
            List<Connection> chain = [];
            for (var next = start; written.Add(next); next = from[next.To].First())
            {
                chain.Add(next);
                if (from[next.To].Count() != 1 || into[next.To].Count() != 1)
                    break;
            }

            if (chain.Count > 0)
                yield return chain;
        }
    }
}
