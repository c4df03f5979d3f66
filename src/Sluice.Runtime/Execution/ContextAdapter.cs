using Sluice.Bpf.Platform;

namespace Sluice.Runtime.Execution;

/// <summary>
/// What makes a program type of the engine: how a packet and its surroundings become the context that the program gets, and
/// what of that context it may write.
/// </summary>
/// <remarks>
/// One object for a type, without state: everything of a run lies in the <see cref="Cpu"/>. A run is: the packet is loaded
/// into <see cref="Cpu.Packet"/> (by the engine or in place by the caller), <see cref="Prepare"/>, the program. It is called
/// for every packet and allocates nothing.
/// </remarks>
public abstract unsafe class ContextAdapter
{
    /// <summary>The program type.</summary>
    public abstract ProgramType Type { get; }

    /// <summary>Bytes of the context structure at <see cref="Cpu.Context"/>; 0 if the type has none.</summary>
    public abstract int ContextSize { get; }

    /// <summary>Fills the context from <see cref="Cpu.Packet"/> and <paramref name="context"/>.</summary>
    /// <returns>What the program gets in r1 and r2.</returns>
    public abstract EntryArguments Prepare(Cpu cpu, in Bpf.Engine.RunContext context);

    /// <summary>Does a program get the packet's address in r1 and its length in r2, both 0 if it is empty?</summary>
    public virtual bool PassesBuffer => false;

    /// <summary>May a sandboxed program write these bytes of the context?</summary>
    /// <remarks>Answers for constant offsets when the program is compiled, for others while it runs. Fields that the engine
    /// relies on afterwards, above all addresses of the packet, are not writable.</remarks>
    public virtual bool IsWritable(int offset, int size) => false;

    /// <summary>The field of the context that a load of these bytes gives an address of the packet from.</summary>
    public virtual PacketField FieldAt(int offset, int size) => PacketField.None;
}
