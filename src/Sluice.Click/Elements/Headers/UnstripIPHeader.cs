using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>UnstripIPHeader</c>: puts back the IP header that StripIPHeader removed.</summary>
sealed class UnstripIPHeader : SimpleElement
{
    /// <inheritdoc/>
    protected override Packet Process(Packet packet) =>
        packet.HasNetworkHeader && packet.NetworkHeaderOffset < 0 ? HeaderMoves.StartAt(packet, packet.NetworkHeaderOffset) : packet;
}
