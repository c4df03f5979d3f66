using Sluice.Click.Elements.Headers;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Protocols;

/// <summary><c>ICMPPingResponder</c>: answers ICMP echo requests. Other packets leave at output 1, or are dropped.</summary>
sealed unsafe class ICMPPingResponder : SimpleElement
{
    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        if (!IPPart.TryGet(packet, IpProtocol.Icmp, IcmpHeader.Size, out var ip) || ip.IsFragment
            || packet.TransportHeader[0] != (byte)IcmpType.Echo)
        {
            PushOrKill(1, packet);
            return default;
        }

        var type = (ushort*)packet.TransportHeader;
        var changed = *type;
        *(byte*)&changed = (byte)IcmpType.EchoReply;
        var checksum = (ushort*)(packet.TransportHeader + IcmpHeader.ChecksumOffset);
        *checksum = InternetChecksum.Update(*checksum, *type, changed);
        *type = changed;
        (ip.SourceWord, ip.DestinationWord) = (ip.DestinationWord, ip.SourceWord);
        ip.TimeToLive = byte.MaxValue;
        ip.TypeOfService = 0;
        ip.SetChecksum();
        packet.DestinationWord = ip.DestinationWord;
        return packet;
    }
}
