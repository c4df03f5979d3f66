using Sluice.Kernel.Errors;

namespace Sluice.Kernel.Links;

/// <summary>What an interface has counted.</summary>
/// <param name="Received">Packets received.</param>
/// <param name="Dropped">Packets that were dropped on their way in, by whomever the interface counts.</param>
/// <param name="Sent">Packets sent.</param>
/// <param name="XdpDropped">Packets that XDP programs dropped; null if the driver does not count them (generic XDP never does).</param>
/// <param name="XdpSent">Packets that XDP programs sent back; null if the driver does not count them.</param>
/// <param name="XdpRedirected">Packets that XDP programs redirected; null if the driver does not count them.</param>
/// <remarks>include/uapi/linux/if_link.h, struct rtnl_link_stats64; for XDP the driver's own counters (ethtool -S), which most drivers
/// name alike.</remarks>
public sealed record InterfaceStatistics(long Received, long Dropped, long Sent, long? XdpDropped, long? XdpSent, long? XdpRedirected)
{
    // IFLA_STATS64, and the places of rx_packets, tx_packets and rx_dropped.
    const ushort Statistics = 23;
    const int ReceivedAt = 0, SentAt = 8, DroppedAt = 48;

    /// <summary>Reads them.</summary>
    /// <exception cref="KernelException">There is no such interface.</exception>
    public static InterfaceStatistics Read(NetworkInterface @interface)
    {
        var counters = Interfaces.Describe(@interface.Index);
        var driver = DriverCounters.Read(@interface.Name);
        return new(
            counters.Int64(Statistics, ReceivedAt), counters.Int64(Statistics, DroppedAt), counters.Int64(Statistics, SentAt),
            Sum(driver, "xdp_drop"), Sum(driver, "xdp_tx"), Sum(driver, "xdp_redirect"));
    }

    // rx_queue_0_xdp_drops (veth, virtio_net), rx0_xdp_drop (mlx5), rx_xdp_drop (others): one for each queue, or one of all.
    static long? Sum(IReadOnlyList<(string Name, long Value)> counters, string name)
    {
        long? sum = null;
        foreach (var (counter, value) in counters)
        {
            if (counter.EndsWith(name, StringComparison.Ordinal) || counter.EndsWith($"{name}s", StringComparison.Ordinal))
                sum = (sum ?? 0) + value;
        }

        return sum;
    }
}
