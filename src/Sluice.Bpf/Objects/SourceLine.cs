namespace Sluice.Bpf.Objects;

/// <summary>Where an instruction comes from.</summary>
/// <param name="Instruction">First slot that the line covers, within its function (or program, once linked).</param>
/// <param name="File">File name as the compiler was given it.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1; 0 if unknown.</param>
/// <param name="Text">The line's text, trimmed; empty if the object does not carry it.</param>
public readonly record struct SourceLine(int Instruction, string File, int Line, int Column, string Text)
{
    /// <summary>Characters of white space before <see cref="Text"/> in the file, which <see cref="Column"/> counts.</summary>
    public int Indentation { get; init; }
}
