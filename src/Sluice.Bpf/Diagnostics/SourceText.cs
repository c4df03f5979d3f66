namespace Sluice.Bpf.Diagnostics;

/// <summary>A text in some language, with its name, for messages that point into it.</summary>
public sealed class SourceText
{
    readonly int[] _lineStarts;
    readonly List<(int Line, string Path, int Number)> _renumbered = [];

    /// <summary>A text.</summary>
    /// <param name="path">The file, as the user named it; it need not exist.</param>
    /// <param name="text">Its content.</param>
    public SourceText(string path, string text)
    {
        (Path, Text) = (path, text);
        List<int> starts = [0];
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\n')
                starts.Add(at + 1);
        }

        _lineStarts = [.. starts];
    }

    /// <summary>The file, as the user named it.</summary>
    public string Path { get; }

    /// <summary>Its content.</summary>
    public string Text { get; }

    /// <summary>Lines; a text that ends in a line break has an empty one after it.</summary>
    public int LineCount => _lineStarts.Length;

    /// <summary>Line and column of a position, both from 1; a tab is one column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The position is negative or beyond the end.</exception>
    public (int Line, int Column) Locate(int position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, Text.Length);
        var index = Array.BinarySearch(_lineStarts, position);
        if (index < 0)
            index = ~index - 1;
        return (index + 1, position - _lineStarts[index] + 1);
    }

    /// <summary>From line <paramref name="line"/> on, messages name another place: the text was made from another.</summary>
    /// <param name="line">Line of this text; calls go downwards.</param>
    /// <param name="number">Number of that line where it came from.</param>
    /// <param name="path">The file that it came from; null for the one before.</param>
    public void Renumber(int line, int number, string? path) =>
        _renumbered.Add((line, path ?? (_renumbered.Count > 0 ? _renumbered[^1].Path : Path), number));

    /// <summary>File and number by which messages name a line.</summary>
    public (string Path, int Number) Shown(int line)
    {
        var index = _renumbered.FindLastIndex(mark => mark.Line <= line);
        return index < 0 ? (Path, line) : (_renumbered[index].Path, _renumbered[index].Number + line - _renumbered[index].Line);
    }

    /// <summary>The text of a line, without its end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such line.</exception>
    public string Line(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, LineCount);
        var start = _lineStarts[number - 1];
        var end = number == LineCount ? Text.Length : _lineStarts[number] - 1;
        return Text[start..end].TrimEnd('\r');
    }
}
