namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>A symbol that an instruction names.</summary>
/// <param name="Pattern">The spelling that shows it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Addend">Bytes added.</param>
readonly record struct SymbolUse(SyntaxPattern Pattern, string Name, int Addend);
