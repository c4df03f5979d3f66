namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>The names that an instruction may refer to.</summary>
interface ISymbolScope
{
    /// <summary>May instructions name anything but labels?</summary>
    bool HasSymbols { get; }

    /// <summary>Is it a label of the function at hand?</summary>
    bool IsLabel(string name);

    /// <summary>Does the object hold a thing of this kind with this name?</summary>
    bool Has(SymbolKind kind, string name);

    /// <summary>All names of a kind, for suggestions.</summary>
    IEnumerable<string> Names(SymbolKind kind);
}
