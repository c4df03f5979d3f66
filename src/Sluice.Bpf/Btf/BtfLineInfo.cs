using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Btf;

/// <summary>Where an instruction comes from (struct bpf_line_info).</summary>
/// <param name="Offset">Bytes from the section's start to the instruction.</param>
/// <param name="File">File name as the compiler was given it.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1; 0 if unknown.</param>
/// <param name="Text">The line's text, indentation included; empty if it is not known.</param>
public readonly record struct BtfLineInfo(int Offset, string File, int Line, int Column, string Text)
{
    /// <summary>The same for a function that begins at slot <paramref name="start"/> of the section.</summary>
    public SourceLine ToSourceLine(int start) => new(Offset / BpfInstruction.Size - start, File, Line, Column, Text.Trim())
    {
        Indentation = Text.Length - Text.TrimStart().Length,
    };
}
