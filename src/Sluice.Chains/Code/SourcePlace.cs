namespace Sluice.Chains.Code;

/// <summary>Where in a script something stands.</summary>
/// <param name="File">The script's name, as the user gave it.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1; 0 if unknown.</param>
/// <param name="Text">The line's text, trimmed.</param>
public sealed record SourcePlace(string File, int Line, int Column, string Text);
