using System.Collections.Immutable;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;

namespace Sluice.Chains.Code.Bytecode;

/// <summary>A chain as bytecode of the HIKe machine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Its id, with <see cref="Machine.ElementCalls.ChainBit"/>.</param>
/// <param name="ParameterCount">The arguments it takes, in r2 and up.</param>
/// <param name="Instructions">The instructions.</param>
/// <param name="Lines">Where in the script they come from.</param>
/// <param name="Charges">What each instruction takes from the packet's budget: a block is paid for by its first.</param>
public sealed record ChainBytecode(
    string Name, uint Id, int ParameterCount, ImmutableArray<BpfInstruction> Instructions, ImmutableArray<SourceLine> Lines,
    ImmutableArray<int> Charges);
