namespace Sluice.Chains.Language;

/// <summary>A word of a script.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Span">Where it stands; for a token that a definition (-D) gave, where the name stands that it replaces.</param>
/// <param name="Text">Its text; of a string, the characters it means.</param>
/// <param name="Number">The value of a number, a boolean or an address, the latter as numbers with the first byte on the wire
/// highest.</param>
/// <param name="PrefixLength">Bits of the prefix that an address stands for; −1 for an address alone.</param>
public readonly record struct Token(TokenKind Kind, SourceSpan Span, string Text, UInt128 Number = default,
    int PrefixLength = -1)
{
    /// <summary>Is it this keyword, operator, bracket or separator?</summary>
    public bool Is(string text) => Kind is TokenKind.Punctuation or TokenKind.Keyword && Text == text;

    /// <summary>Is it this word, which is a keyword only in some places?</summary>
    public bool IsWord(string text) => Kind is TokenKind.Name && Text == text;
}
