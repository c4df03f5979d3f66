namespace Sluice.Chains.Code.Lowering;

/// <summary>The least bytes of headers: one is there only where so much of it lies within the packet.</summary>
/// <remarks>RFC 791, 8200, 826, 793, 768, 792, 4443, 4960.</remarks>
static class HeaderSizes
{
    static readonly (PacketLayer Layer, int Protocol, int Bytes)[] s_all =
    [
        (PacketLayer.Network, 0x0800, 20), (PacketLayer.Network, 0x86dd, 40), (PacketLayer.Network, 0x0806, 28),
        (PacketLayer.Transport, 6, 20), (PacketLayer.Transport, 17, 8), (PacketLayer.Transport, 1, 8),
        (PacketLayer.Transport, 58, 4), (PacketLayer.Transport, 132, 12),
    ];

    /// <summary>Bytes of a header; 0 for one that is not in the table.</summary>
    public static int Of(PacketLayer layer, int protocol) =>
        Array.Find(s_all, row => row.Layer == layer && row.Protocol == protocol).Bytes;
}
