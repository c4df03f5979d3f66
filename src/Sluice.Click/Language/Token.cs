using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language;

/// <summary>A word of a configuration.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Span">Where it stands.</param>
readonly record struct Token(TokenKind Kind, SourceSpan Span)
{
    /// <summary>The word.</summary>
    public string Text => Span.Text;

    /// <summary>The word as messages show it.</summary>
    public string Shown => Kind == TokenKind.End ? "the end of the file" : $"`{Text}`";
}
