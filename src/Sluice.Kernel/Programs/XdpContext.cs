using Sluice.Bpf.Engine;

namespace Sluice.Kernel.Programs;

/// <summary>struct xdp_md, as test runs take and give it: <c>data</c> is the length of the metadata.</summary>
struct XdpContext
{
    public uint Data;
    public uint DataEnd;
    public uint DataMeta;
    public uint IngressIfindex;
    public uint RxQueueIndex;
    public uint EgressIfindex;

    /// <summary>The context of a packet.</summary>
    public static XdpContext Of(int length, in RunContext context) => new()
    {
        Data = (uint)context.MetadataLength,
        DataEnd = (uint)length,
        IngressIfindex = (uint)context.InterfaceIndex,
        RxQueueIndex = (uint)context.RxQueue,
    };
}
