using Sluice.Kernel.Links;

namespace Sluice.Cli.Kernel;

/// <summary>What an interface counted, for each second.</summary>
/// <param name="Received">Packets received, before or behind XDP as the driver counts.</param>
/// <param name="Dropped">Packets that XDP programs dropped; null if the driver does not count them.</param>
/// <param name="Sent">Packets that XDP programs sent back; null if the driver does not count them.</param>
/// <param name="Redirected">Packets that XDP programs redirected; null if the driver does not count them.</param>
sealed record TrafficRates(double Received, double? Dropped, double? Sent, double? Redirected)
{
    /// <summary>The rates between two moments.</summary>
    /// <param name="before">What was counted by the first.</param>
    /// <param name="now">What was counted by the second.</param>
    /// <param name="seconds">The time between them.</param>
    /// <param name="isXdp">Are they for an XDP program? Drivers count nothing of others.</param>
    public static TrafficRates Between(InterfaceStatistics before, InterfaceStatistics now, double seconds, bool isXdp) => new(
        (now.Received - before.Received) / seconds,
        isXdp ? (now.XdpDropped - before.XdpDropped) / seconds : null,
        isXdp ? (now.XdpSent - before.XdpSent) / seconds : null,
        isXdp ? (now.XdpRedirected - before.XdpRedirected) / seconds : null);
}
