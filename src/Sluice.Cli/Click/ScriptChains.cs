using Sluice.Bpf.Diagnostics;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Platform;
using Sluice.Chains.Code;
using Sluice.Chains.Deployment;
using Sluice.Chains.Functions;
using Sluice.Cli.Chains;
using Sluice.Click.Programs;

namespace Sluice.Cli.Click;

/// <summary>Gives routers chains: compiles scripts with the functions that come with Sluice.</summary>
sealed class ScriptChains(Terminal terminal) : IChainCompiler
{
    /// <inheritdoc/>
    public ChainProgram Compile(string path)
    {
        try
        {
            var script = ScriptSettings.Compile(terminal, path, new() { Catalogue = PackageCatalogue.Shipped });
            if (script.Unit is not { } unit)
                throw new ProgramException(string.Join("; ", script.Diagnostics.Where(found => found.Severity == Severity.Error).Select(found => DiagnosticText.Write(found))));
            var chains = ChainComposer.Compose(unit, PackageCatalogue.Shipped);
            var loader = chains.Object.Programs.FirstOrDefault(program => program.Type == ProgramType.Xdp)
                ?? throw new ProgramException($"{path}: found no loader, expected one that hands packets to a chain: from loaders.hike_default import ip6_simple_classifier");
            return new(chains.Object, loader.Name, [.. chains.Entries]);
        }
        catch (Exception error) when (error is IOException or ChainCodeException or BpfComposeException)
        {
            throw new ProgramException($"{path}: {error.Message}");
        }
    }
}
