using System.Globalization;
using System.Text.Json;

namespace Sluice.ChainBench;

/// <summary>What was measured: tables in Markdown as they come, or one JSON array at the end.</summary>
sealed class Report(bool isJson)
{
    readonly List<Dictionary<string, object>> _rows = [];
    string _table = "";
    string[] _columns = [];

    /// <summary>Begins a table.</summary>
    public void Begin(string table, params string[] columns)
    {
        (_table, _columns) = (table, columns);
        if (!isJson)
            Console.WriteLine($"\n### {table}\n\n| {string.Join(" | ", columns)} |\n|---|{string.Concat(Enumerable.Repeat("--:|", columns.Length - 1))}");
    }

    /// <summary>A row: a figure for each column, NaN where there is none.</summary>
    public void Row(string name, params double[] figures)
    {
        var row = new Dictionary<string, object> { ["table"] = _table, [_columns[0]] = name };
        foreach (var (column, figure) in _columns.Skip(1).Zip(figures))
        {
            if (double.IsFinite(figure))
                row[column] = figure;
        }

        _rows.Add(row);
        if (!isJson)
            Console.WriteLine($"| {name} | {string.Join(" | ", figures.Select(Text))} |");
    }

    /// <summary>Writes what is left to be written.</summary>
    public void End()
    {
        if (isJson)
            Console.WriteLine(JsonSerializer.Serialize(_rows));
    }

    static string Text(double figure) => !double.IsFinite(figure) ? "–"
        : figure.ToString(figure >= 100 ? "N0" : figure >= 10 ? "N1" : "N2", CultureInfo.InvariantCulture);
}
