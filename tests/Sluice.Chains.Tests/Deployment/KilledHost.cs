using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Chains.Deployment;

namespace Sluice.Chains.Tests.Deployment;

/// <summary>A host whose process is killed after a number of steps: nothing more happens then, not even what would be undone.</summary>
sealed class KilledHost(IChainHost kernel, int steps) : IChainHost
{
    public IBpfCollection Load(BpfObject spec, IReadOnlyDictionary<string, IBpfMap> shared) => kernel.Load(spec, shared);

    public bool IsRefusal(Exception error) => kernel.IsRefusal(error);

    public bool HasMap(string symbol) => kernel.HasMap(symbol);

    public IBpfMap OpenMap(string symbol) => kernel.OpenMap(symbol);

    public MapSpec ShapeOf(IBpfMap map) => kernel.ShapeOf(map);

    public void KeepMap(string symbol, IBpfMap map) => Step(() => kernel.KeepMap(symbol, map));

    public void ForgetMap(string symbol) => Step(() => kernel.ForgetMap(symbol));

    public void Attach(ChainLink link, IBpfProgram program) => Step(() => kernel.Attach(link, program));

    public bool IsAttached(ChainLink link) => kernel.IsAttached(link);

    public IReplacedProgram Replace(ChainLink link, IBpfProgram program)
    {
        IReplacedProgram? replaced = null;
        Step(() => replaced = kernel.Replace(link, program));
        return new Replaced(this, replaced!);
    }

    public void Detach(ChainLink link) => Step(() => kernel.Detach(link));

    public void AwaitPackets() => kernel.AwaitPackets();

    public string? ReadNotes() => kernel.ReadNotes();

    public void WriteNotes(string? notes) => Step(() => kernel.WriteNotes(notes));

    void Step(Action step)
    {
        if (steps-- <= 0)
            throw new KilledException();
        step();
    }

    /// <summary>The process is dead.</summary>
    public sealed class KilledException : Exception;

    sealed class Replaced(KilledHost host, IReplacedProgram replaced) : IReplacedProgram
    {
        public void Restore() => host.Step(replaced.Restore);

        public void Dispose() => replaced.Dispose();
    }
}
