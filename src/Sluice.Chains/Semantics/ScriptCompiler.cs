using Sluice.Chains.Language;

namespace Sluice.Chains.Semantics;

/// <summary>Checks scripts and turns them into intermediate code.</summary>
public static class ScriptCompiler
{
    /// <summary>Compiles a script: all mistakes are in the result, none is thrown.</summary>
    /// <param name="source">The script.</param>
    /// <param name="options">The packages it may import from, and definitions.</param>
    public static CompiledScript Compile(SourceText source, ScriptOptions options)
    {
        DiagnosticBag diagnostics = new();
        var script = Parser.Parse(source, options.Definitions, diagnostics);
        UnitBuilder unit = new(Path.GetFileNameWithoutExtension(source.Path), options, diagnostics);
        unit.Open(script, isMain: true);
        unit.CompileChains();
        // What is unused or unreachable in half a script says little.
        var findings = diagnostics.ErrorCount == 0 ? diagnostics.ToImmutable()
            : [.. diagnostics.ToImmutable().Where(found => !DiagnosticRules.IsAboutFlow(found.Rule))];
        return new(script, diagnostics.ErrorCount > 0 ? null : unit.Build(), findings);
    }
}
