using Sluice.Chains.Functions;
using Sluice.Chains.Language.Syntax;

namespace Sluice.Chains.Semantics;

/// <summary>What the names of a script mean.</summary>
sealed class ScriptScope(Script script, string folder)
{
    /// <summary>The script.</summary>
    public Script Script { get; } = script;

    /// <summary>Where the files lie that it imports.</summary>
    public string Folder { get; } = folder;

    /// <summary>Functions imported.</summary>
    public Dictionary<string, FunctionSignature> Functions { get; } = [];

    /// <summary>Loaders imported.</summary>
    public Dictionary<string, LoaderSignature> Loaders { get; } = [];

    /// <summary>Chains defined or imported.</summary>
    public Dictionary<string, ChainSymbol> Chains { get; } = [];

    /// <summary>Constants of the top level.</summary>
    public Dictionary<string, ChainConstant> Constants { get; } = [];

    /// <summary>Variables of the top level.</summary>
    public Dictionary<string, GlobalVariable> Globals { get; } = [];

    /// <summary>Maps that the script declares.</summary>
    public Dictionary<string, MapSymbol> Maps { get; } = [];

    /// <summary>Names of which the import failed: their uses are not reported.</summary>
    public HashSet<string> Lost { get; } = [];

    /// <summary>The map that a name stands for: one of the script, or of what it imports; or null.</summary>
    public MapSymbol? FindMap(string name)
    {
        if (Maps.TryGetValue(name, out var own))
            return own;
        foreach (var (package, maps) in Functions.Values.Select(function => (function.Package, function.Maps))
            .Concat(Loaders.Values.Select(loader => (loader.Package, loader.Maps))))
        {
            if (maps.FirstOrDefault(map => map.IsCalled(name)) is { } found)
                return MapSymbol.Of(package, found.Spec);
        }

        return null;
    }

    /// <summary>The names of all maps.</summary>
    public IEnumerable<string> MapNames() =>
        Maps.Keys.Concat(Functions.Values.SelectMany(function =>
            function.Maps).Concat(Loaders.Values.SelectMany(loader => loader.Maps)).Select(map => map.Spec.Name));
}
