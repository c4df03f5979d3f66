namespace Sluice.Cli.Output;

/// <summary>Rows of text under titles, each column as wide as its widest cell.</summary>
sealed class Table(params ReadOnlySpan<Column> columns)
{
    const string Gap = "  ";

    readonly Column[] _columns = columns.ToArray();
    readonly List<string[]> _rows = [];

    /// <summary>Rows so far.</summary>
    public int Count => _rows.Count;

    /// <summary>Adds a row; null is an empty cell.</summary>
    public void Add(params ReadOnlySpan<string?> cells)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cells.Length, _columns.Length, nameof(cells));
        var row = new string[cells.Length];
        for (var i = 0; i < row.Length; i++)
            row[i] = cells[i] ?? "";
        _rows.Add(row);
    }

    /// <summary>Writes the table; columns without content are left out.</summary>
    public void Write(TextWriter output, Style style, string indent = "")
    {
        var shown = Enumerable.Range(0, _columns.Length).Where(i => _rows.Exists(row => row[i].Length > 0)).ToArray();
        var widths = Array.ConvertAll(shown, i => Math.Max(_columns[i].Title.Length, _rows.Max(row => row[i].Length)));
        output.WriteLine(indent + style.Bold(Line(i => _columns[i].Title)));
        foreach (var row in _rows)
            output.WriteLine(indent + Line(i => row[i]));

        string Line(Func<int, string> cell) => string.Join(Gap, shown.Select((column, i) =>
            _columns[column].IsNumeric ? cell(column).PadLeft(widths[i]) : cell(column).PadRight(widths[i]))).TrimEnd();
    }
}
