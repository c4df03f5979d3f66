using System.Runtime.InteropServices;

namespace Sluice.Runtime.Contexts;

/// <summary>The context of XDP programs: <c>struct xdp_md</c> of include/uapi/linux/bpf.h.</summary>
/// <remarks>The packet lies below 4 GiB, so its addresses fit the fields as they are.</remarks>
[StructLayout(LayoutKind.Sequential)]
struct XdpMd
{
    public uint Data;
    public uint DataEnd;
    public uint DataMeta;
    public uint IngressIfindex;
    public uint RxQueueIndex;
    public uint EgressIfindex;
}
