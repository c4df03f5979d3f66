using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>StripIPHeader</c>: makes packets begin with what follows their IP header; the annotation stays.</summary>
sealed class StripIPHeader : SimpleElement
{
    /// <inheritdoc/>
    protected override Packet Process(Packet packet) =>
        packet.HasTransportHeader ? HeaderMoves.StartAt(packet, packet.TransportHeaderOffset) : packet;
}
