using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>StripToNetworkHeader</c>: makes packets begin with their network header.</summary>
sealed class StripToNetworkHeader : SimpleElement
{
    /// <inheritdoc/>
    protected override Packet Process(Packet packet) => packet.HasNetworkHeader ? HeaderMoves.StartAt(packet, packet.NetworkHeaderOffset) : packet;
}
