using System.Text.Json;
using Sluice.Cli.Output;

namespace Sluice.Cli.Execution;

/// <summary>Lays out decoded values as a table: a struct's members are columns of their own.</summary>
static class EntryTable
{
    /// <summary>Makes a table of JSON objects whose members are scalars, or structs to be spread out.</summary>
    public static Table Of(IReadOnlyList<JsonElement> entries)
    {
        var rows = entries.Select(entry => Cells(entry).ToArray()).ToArray();
        var names = rows.SelectMany(row => row.Select(cell => cell.Name)).Distinct().ToArray();
        var table = new Table([.. names.Select(name => new Column(
            name.ToUpperInvariant(), rows.All(row => row.All(cell => cell.Name != name || cell.Value.ValueKind == JsonValueKind.Number))))]);
        foreach (var row in rows)
            table.Add([.. names.Select(name => row.Where(cell => cell.Name == name).Select(cell => Text(cell.Value)).FirstOrDefault())]);
        return table;
    }

    // Where key and value have a member of the same name, the value's says that it is the value's.
    static IEnumerable<(string Name, JsonElement Value)> Cells(JsonElement entry)
    {
        var seen = new HashSet<string>();
        foreach (var part in entry.EnumerateObject())
        {
            if (part.Value.ValueKind != JsonValueKind.Object)
            {
                yield return (part.Name, part.Value);
                continue;
            }

            foreach (var member in part.Value.EnumerateObject())
                yield return (seen.Add(member.Name) ? member.Name : $"{part.Name}.{member.Name}", member.Value);
        }
    }

    static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        // Ports and ids are no amounts; what is longer than they are is hard to read without separators.
        JsonValueKind.Number when value.TryGetInt64(out var number) && Math.Abs(number) > ushort.MaxValue => Units.Count(number),
        JsonValueKind.Null => "-",
        _ => value.GetRawText(),
    };
}
