namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>A name in an operand, not yet resolved.</summary>
/// <param name="Kind">Where it goes.</param>
/// <param name="Name">The token that names it.</param>
/// <param name="Addend">Bytes added to a symbol.</param>
readonly record struct SymbolReference(ReferenceKind Kind, Token Name, int Addend = 0)
{
    /// <summary>What the name stands for.</summary>
    public SymbolKind SymbolKind { get; init; }
}
