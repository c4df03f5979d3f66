using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>EtherMirror</c>: exchanges source and destination of Ethernet frames.</summary>
sealed unsafe class EtherMirror : SimpleElement
{
    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        if (packet.Length >= EthernetHeader.Size)
            EtherFields.Mirror(packet.Data);
        return packet;
    }
}
