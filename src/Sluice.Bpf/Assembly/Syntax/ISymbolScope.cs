namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>The names that an instruction may refer to.</summary>
interface ISymbolScope
{
    /// <summary>Is it a label of the function at hand?</summary>
    bool IsLabel(string name);

    /// <summary>The kind of thing that an object calls so; <see cref="SymbolKind.None"/> for an unknown name.</summary>
    SymbolKind KindOf(string name);

    /// <summary>All names of a kind, for suggestions.</summary>
    IEnumerable<string> Names(SymbolKind kind);
}
