using System.Globalization;

namespace Sluice.KernelBench;

/// <summary>A table, printed row by row.</summary>
sealed class MarkdownTable
{
    readonly int _columns;

    /// <summary>Begins one.</summary>
    public MarkdownTable(string title, params ReadOnlySpan<string> columns)
    {
        _columns = columns.Length;
        Console.WriteLine($"\n### {title}\n");
        Console.WriteLine($"| {string.Join(" | ", columns)} |");
        Console.WriteLine($"|---|{string.Concat(Enumerable.Repeat("--:|", columns.Length - 1))}");
    }

    /// <summary>Prints a row.</summary>
    public void Row(string name, params ReadOnlySpan<string> cells)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cells.Length + 1, _columns, nameof(cells));
        Console.WriteLine($"| {name} | {string.Join(" | ", cells)} |");
    }

    /// <summary>A figure with three digits that matter; a dash where there is none.</summary>
    public static string Figure(double value) => double.IsNaN(value) ? "–"
        : value.ToString(value >= 100 ? "N0" : value >= 10 ? "N1" : "N2", CultureInfo.InvariantCulture);
}
