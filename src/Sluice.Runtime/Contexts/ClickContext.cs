using System.Runtime.CompilerServices;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Contexts;

/// <summary>The programs of Click's elements: <c>struct click_md</c> over a packet that begins wherever the element stands.</summary>
/// <remarks>While a program runs, the context says where the packet lies: compiled code moves it there. That only rewriters write to packets is for the verifier to prove. In the sandbox a filter that writes changes its
/// own packet, and harms nobody else.</remarks>
sealed unsafe class ClickContext : ContextAdapter
{
    public static readonly ClickContext Filter = new(ProgramType.ClickFilter);

    public static readonly ClickContext Classifier = new(ProgramType.ClickClassifier);

    public static readonly ClickContext Rewriter = new(ProgramType.ClickRewriter);

    ClickContext(ProgramType type) => Type = type;

    /// <inheritdoc/>
    public override ProgramType Type { get; }

    /// <inheritdoc/>
    public override int ContextSize => sizeof(ClickMd);

    /// <inheritdoc/>
    public override EntryArguments Prepare(Cpu cpu, in RunContext context)
    {
        Publish(cpu);
        return new((ulong)cpu.Context);
    }

    /// <inheritdoc/>
    public override PacketField FieldAt(int offset, int size) => (offset, size) switch
    {
        (0, sizeof(ulong)) => PacketField.Data,
        (8, sizeof(ulong)) => PacketField.DataEnd,
        _ => PacketField.None,
    };

    /// <summary>Takes the packet's ends out of the context, as the program left them there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Collect(Cpu cpu)
    {
        var md = (ClickMd*)cpu.Context;
        cpu.Packet.Data = cpu.Packet.Meta = (byte*)md->Data;
        cpu.Packet.DataEnd = (byte*)md->DataEnd;
    }

    /// <summary>Writes the packet's ends into the context.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Publish(Cpu cpu)
    {
        var md = (ClickMd*)cpu.Context;
        md->Data = (ulong)cpu.Packet.Data;
        md->DataEnd = (ulong)cpu.Packet.DataEnd;
    }
}
