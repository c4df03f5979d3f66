using Sluice.Chains.Functions;

namespace Sluice.Chains.Semantics;

/// <summary>What a script is compiled with.</summary>
public sealed record ScriptOptions
{
    /// <summary>The packages that it may import from.</summary>
    public IFunctionCatalogue Catalogue { get; init; } = new FunctionCatalogue();

    /// <summary>Names that stand for something else (<c>-D NAME VALUE</c>).</summary>
    public IReadOnlyDictionary<string, string> Definitions { get; init; } = new Dictionary<string, string>();

    /// <summary>Gives the text of a file that a script imports, or null if there is none; the path is relative to the
    /// importing script's folder.</summary>
    public Func<string, string?> ReadFile { get; init; } = path => File.Exists(path) ? File.ReadAllText(path) : null;
}
