using Sluice.Bpf.Engine;
using Sluice.Bpf.Platform;
using Sluice.Click.Arguments;
using Sluice.Click.Programs;

namespace Sluice.Click.Elements.Programs;

/// <summary><c>Chain</c>: a script of chains decides: what passes leaves at output 0, what goes back at 1, what is redirected at 2.</summary>
/// <remarks>The script is compiled and proved here, so it needs no signature.</remarks>
sealed class Chain : SortingElement
{
    /// <inheritdoc/>
    protected override ProgramType Type => ProgramType.Xdp;

    /// <inheritdoc/>
    protected override ProgramRequest? ReadRequest(ArgumentReader arguments, ProgramRequest? now)
    {
        var file = now is null
            ? arguments.Mandatory("FILE", ArgumentTypes.String)
            : arguments.Optional("FILE", ArgumentTypes.String, now.File);
        var isCompiled = arguments.Keyword("JIT", ArgumentTypes.Bool, now?.IsCompiled ?? true);
        return arguments.Failed ? null : new ProgramRequest { File = file, IsCompiled = isCompiled };
    }

    /// <inheritdoc/>
    protected override LoadedProgram Load(ProgramRequest request)
    {
        var chains = Host.Chains ?? throw new ProgramException("this router's host has no chains");
        var script = chains.Compile(Path.Combine(Host.Folder, request.File));
        var loaded = Host.Loader.Prove(script.Object, request with { Program = script.Loader, IsXdp = true }, Maps);
        try
        {
            foreach (var (name, key, value) in script.Entries)
            {
                if (loaded.Collection.Maps.TryGetValue(name, out var map) && !loaded.Reused.Contains(name))
                    BpfMapException.ThrowIfFailed(map, "fill", map.Update(key.AsSpan(), value.AsSpan()));
            }

            return loaded;
        }
        catch (BpfMapException error)
        {
            loaded.Dispose();
            throw new ProgramException($"{request.File}: {error.Message}");
        }
    }
}
