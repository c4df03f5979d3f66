using System.Collections.Immutable;

namespace Sluice.Bpf.Assembly;

/// <summary>One line of a disassembly.</summary>
/// <param name="Slot">The slot of the instruction that the line shows, or -1 for labels, comments and directives.</param>
/// <param name="Tokens">The text in pieces.</param>
public sealed record DisassemblyLine(int Slot, ImmutableArray<AssemblyToken> Tokens)
{
    /// <summary>The text, without a line break.</summary>
    public override string ToString() => string.Concat(Tokens.Select(token => token.Text));
}
