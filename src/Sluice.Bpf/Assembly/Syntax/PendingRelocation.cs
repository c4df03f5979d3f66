using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>A relocation as the text has it.</summary>
/// <param name="Line">Its line.</param>
/// <param name="Slot">The slot within the function.</param>
/// <param name="Kind">What to put there.</param>
/// <param name="Target">What its symbol is.</param>
/// <param name="Name">The token that names the symbol.</param>
/// <param name="Addend">Bytes added.</param>
/// <param name="IsExplicit">Was it written as <c>.reloc</c>, so that the instruction's fields stay as they are?</param>
readonly record struct PendingRelocation(
    int Line, int Slot, RelocationKind Kind, SymbolKind Target, Token Name, int Addend, bool IsExplicit);
