using Sluice.Bpf.Assembly.Syntax;

namespace Sluice.Bpf.Assembly.Objects;

/// <summary>A symbol that another object or the kernel defines.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">A function, a symbol of the kernel or a configuration value.</param>
/// <param name="IsWeak">May it be missing?</param>
readonly record struct ExternDeclaration(string Name, SymbolKind Kind, bool IsWeak);
