using System.Collections.Immutable;
using Sluice.Bpf.Instructions;

namespace Sluice.Chains.Machine.Reference;

/// <summary>A chain that is active: its registers, its stack, and where it goes on. All of it is clean when it begins.</summary>
sealed class ChainFrame(ImmutableArray<BpfInstruction> code, ImmutableArray<int> charges)
{
    public ImmutableArray<BpfInstruction> Code { get; } = code;

    /// <summary>What each slot takes from the budget; default: each instruction one.</summary>
    public ImmutableArray<int> Charges { get; } = charges;

    public ulong[] Registers { get; } = new ulong[BpfInstruction.LastRegister + 1];

    public byte[] Stack { get; } = new byte[VirtualAddress.StackSize];

    public int Next { get; set; }
}
