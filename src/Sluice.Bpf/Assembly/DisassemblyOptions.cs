namespace Sluice.Bpf.Assembly;

/// <summary>What a disassembly shows.</summary>
public sealed record DisassemblyOptions
{
    /// <summary>Just what the assembler needs to make the same bytes again.</summary>
    public static DisassemblyOptions Default { get; } = new();

    /// <summary>Jump targets by label (<c>goto LBB0_2</c>)? Otherwise by distance (<c>goto +3</c>).</summary>
    public bool Labels { get; init; } = true;

    /// <summary>Source lines and CO-RE accesses between the instructions, as comments?</summary>
    public bool SourceLines { get; init; } = true;

    /// <summary>The slot's number before each instruction, as llvm-objdump and bpftool have it? The assembler skips it.</summary>
    public bool SlotNumbers { get; init; }

    /// <summary>The bytes before each instruction? Such text is for reading only.</summary>
    public bool Bytes { get; init; }

    /// <summary>Numbers in hexadecimal, as llvm-objdump prints them since version 16?</summary>
    public bool HexNumbers { get; init; }

    /// <summary>The object's types, and what refers to them? Without, the text is shorter and loses them.</summary>
    public bool Types { get; init; } = true;
}
