namespace Sluice.Bpf.Assembly;

/// <summary>What a piece of disassembled text is, for those who colour it.</summary>
public enum AssemblyTokenKind : byte
{
    /// <summary>Mnemonics, operators and white space.</summary>
    Text,

    /// <summary>A register.</summary>
    Register,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A label, where it is defined or where a jump names it.</summary>
    Label,

    /// <summary>A map, variable, function or helper.</summary>
    Symbol,

    /// <summary>A directive of the assembler.</summary>
    Directive,

    /// <summary>A comment: source lines, CO-RE accesses.</summary>
    Comment,

    /// <summary>The slot's number or its bytes.</summary>
    Margin,
}
