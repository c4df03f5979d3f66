namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>A token of assembly text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text, without quotation marks.</param>
/// <param name="Column">Its first column, from 1.</param>
/// <param name="Value">The value of a number.</param>
readonly record struct Token(TokenKind Kind, string Text, int Column, ulong Value = 0)
{
    const int LongestShown = 64;

    public bool Is(string text) => Kind is TokenKind.Word or TokenKind.Punctuation && Text == text;

    public string Describe() => Kind switch
    {
        TokenKind.End => "the end of the line",
        TokenKind.String => $"\"{Shown}\"",
        _ => $"'{Shown}'",
    };

    string Shown => Text.Length > LongestShown ? Text[..LongestShown] + "…" : Text;
}
