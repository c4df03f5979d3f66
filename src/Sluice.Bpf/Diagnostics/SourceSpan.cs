namespace Sluice.Bpf.Diagnostics;

/// <summary>A stretch of a text.</summary>
/// <param name="Source">The text.</param>
/// <param name="Start">Where it starts.</param>
/// <param name="End">Where it ends; the character there is no longer part of it.</param>
public readonly record struct SourceSpan(SourceText Source, int Start, int End)
{
    /// <summary>Line of its start, from 1.</summary>
    public int Line => Source.Locate(Start).Line;

    /// <summary>Column of its start, from 1.</summary>
    public int Column => Source.Locate(Start).Column;

    /// <summary>Line of its last character, from 1.</summary>
    public int LastLine => Source.Locate(Math.Max(Start, End - 1)).Line;

    /// <summary>What stands there.</summary>
    public string Text => Source.Text[Start..End];

    /// <summary>From the start of this to the end of <paramref name="last"/>, which lies in the same text.</summary>
    public SourceSpan To(SourceSpan last) => this with { End = Math.Max(End, last.End) };

    /// <summary>File, line and column, as compilers write them.</summary>
    public override string ToString()
    {
        var (path, line) = Source.Shown(Line);
        return $"{path}:{line}:{Column}";
    }
}
