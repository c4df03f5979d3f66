namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>The scope of a fragment: only labels.</summary>
sealed class NoSymbols : ISymbolScope
{
    public static readonly NoSymbols Instance = new();

    public bool HasSymbols => false;

    public bool IsLabel(string name) => false;

    public bool Has(SymbolKind kind, string name) => false;

    public IEnumerable<string> Names(SymbolKind kind) => [];
}
