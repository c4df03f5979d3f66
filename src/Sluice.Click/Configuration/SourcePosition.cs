namespace Sluice.Click.Configuration;

/// <summary>A place in a configuration.</summary>
/// <param name="File">The file, as the user named it.</param>
/// <param name="Line">Line, from 1; 0 where only the file is known.</param>
/// <param name="Column">Column, from 1; 0 where only the line is known.</param>
public readonly record struct SourcePosition(string File, int Line, int Column)
{
    /// <summary>File, line and column, as compilers write them.</summary>
    public override string ToString() =>
        Line == 0 ? File : Column == 0 ? $"{File}:{Line}" : $"{File}:{Line}:{Column}";
}
