using System.Collections.Immutable;

namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>One element of a pattern: fixed text, or an operand.</summary>
/// <param name="Text">The fixed text as it is printed; empty for an operand.</param>
/// <param name="Tokens">The fixed text's tokens, which the assembler compares, white space left aside.</param>
/// <param name="Operand">The operand, or null for fixed text.</param>
sealed record SyntaxElement(string Text, ImmutableArray<string> Tokens, Operand? Operand);
