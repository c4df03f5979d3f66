using Sluice.Bpf.Engine;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Contexts;

/// <summary>XDP programs: <c>struct xdp_md</c> over a frame that begins with its Ethernet header.</summary>
sealed unsafe class XdpContext : ContextAdapter
{
    public static readonly XdpContext Instance = new();

    /// <inheritdoc/>
    public override ProgramType Type => ProgramType.Xdp;

    /// <inheritdoc/>
    public override int ContextSize => sizeof(XdpMd);

    /// <inheritdoc/>
    public override EntryArguments Prepare(Cpu cpu, in RunContext context)
    {
        var md = (XdpMd*)cpu.Context;
        var packet = cpu.Packet;
        md->Data = (uint)packet.Data;
        md->DataEnd = (uint)packet.DataEnd;
        md->DataMeta = (uint)packet.Meta;
        md->IngressIfindex = (uint)context.InterfaceIndex;
        md->RxQueueIndex = (uint)context.RxQueue;
        md->EgressIfindex = 0;
        return new((ulong)md);
    }

    /// <inheritdoc/>
    public override PacketField FieldAt(int offset, int size) => (offset, size) switch
    {
        (0, sizeof(uint)) => PacketField.Data,
        (4, sizeof(uint)) => PacketField.DataEnd,
        (8, sizeof(uint)) => PacketField.Meta,
        _ => PacketField.None,
    };
}
