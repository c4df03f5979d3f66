using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Chains.Deployment;
using Sluice.Chains.Machine;

namespace Sluice.Chains.Tests.Deployment;

/// <summary>A kernel that takes the VM and no other program.</summary>
sealed class RefusingHost(IChainHost kernel) : IChainHost
{
    public const string Reason = "the verifier does not like it";

    public IBpfCollection Load(BpfObject spec, IReadOnlyDictionary<string, IBpfMap> shared) => spec.FindMap(MachineLayout.CodeMap) is null
        ? throw new InvalidOperationException(Reason)
        : kernel.Load(spec, shared);

    public bool IsRefusal(Exception error) => error is InvalidOperationException;

    public bool HasMap(string symbol) => kernel.HasMap(symbol);

    public IBpfMap OpenMap(string symbol) => kernel.OpenMap(symbol);

    public MapSpec ShapeOf(IBpfMap map) => kernel.ShapeOf(map);

    public void KeepMap(string symbol, IBpfMap map) => kernel.KeepMap(symbol, map);

    public void ForgetMap(string symbol) => kernel.ForgetMap(symbol);

    public void Attach(ChainLink link, IBpfProgram program) => kernel.Attach(link, program);

    public bool IsAttached(ChainLink link) => kernel.IsAttached(link);

    public IReplacedProgram Replace(ChainLink link, IBpfProgram program) => kernel.Replace(link, program);

    public void Detach(ChainLink link) => kernel.Detach(link);

    public void AwaitPackets() => kernel.AwaitPackets();

    public string? ReadNotes() => kernel.ReadNotes();

    public void WriteNotes(string? notes) => kernel.WriteNotes(notes);
}
