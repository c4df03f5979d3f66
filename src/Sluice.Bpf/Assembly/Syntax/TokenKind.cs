namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>What a token of assembly text is.</summary>
enum TokenKind : byte
{
    /// <summary>The end of the line.</summary>
    End,

    /// <summary>A mnemonic, register, label or name; dots and <c>$</c> belong to it.</summary>
    Word,

    /// <summary>A number, without its sign.</summary>
    Number,

    /// <summary>A string in quotation marks; the text is what they enclose.</summary>
    String,

    /// <summary>An operator or bracket.</summary>
    Punctuation,

    /// <summary>A character that begins nothing.</summary>
    Unknown,
}
