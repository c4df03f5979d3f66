namespace Sluice.Click.Classification;

/// <summary>A word or a sign of a filter expression.</summary>
/// <param name="Text">The text; empty at the end of the expression.</param>
/// <param name="Position">Where it begins.</param>
readonly record struct FilterToken(string Text, int Position)
{
    /// <summary>Is it a word: a name, a number, an address?</summary>
    public bool IsWord => Text.Length > 0 && !FilterLexer.IsSign(Text[0]) && Text != ":";

    public bool Is(string text) => Text == text;

    public bool IsOneOf(string text, string other) => Text == text || Text == other;
}
