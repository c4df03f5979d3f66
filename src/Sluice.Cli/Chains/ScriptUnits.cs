using Sluice.Bpf.Diagnostics;
using Sluice.Chains.Code;
using Sluice.Chains.Functions;
using Sluice.Chains.Language.Syntax;
using Sluice.Chains.Semantics;
using Sluice.Cli.Output;

namespace Sluice.Cli.Chains;

/// <summary>Compiles scripts for commands that need them without mistakes.</summary>
static class ScriptUnits
{
    /// <summary>What scripts' names end in.</summary>
    public const string Extension = ".eclat";

    /// <summary>Is a file a script, by its name?</summary>
    public static bool IsScript(string path) => path.EndsWith(Extension, StringComparison.Ordinal);

    /// <summary>Compiles a script; warnings and mistakes go to standard error.</summary>
    /// <exception cref="CommandException">It has mistakes.</exception>
    public static ChainUnit Compile(Terminal terminal, string path, ScriptOptions options) => Compile(terminal, path, options, out _);

    /// <summary>Compiles a script; warnings and mistakes go to standard error.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <param name="path">The script.</param>
    /// <param name="options">What it is compiled with.</param>
    /// <param name="structure">The script's structure.</param>
    /// <exception cref="CommandException">It has mistakes.</exception>
    public static ChainUnit Compile(Terminal terminal, string path, ScriptOptions options, out Script structure)
    {
        var script = ScriptSettings.Compile(terminal, path, options);
        ScriptReport.Write(terminal.Error, script.Diagnostics, Style.For(terminal));
        structure = script.Script;
        return script.Unit ?? throw new CommandException($"{path}: {DiagnosticText.Summary(script.Diagnostics)}");
    }

    /// <summary>The packages that a script was compiled with.</summary>
    public static PackageCatalogue PackagesOf(ScriptOptions options) => (PackageCatalogue)options.Catalogue;
}
