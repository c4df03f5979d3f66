using Sluice.Click.Arguments;
using Sluice.Click.Classification;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary>Arguments of elements that make IP headers, and what these have in common.</summary>
static unsafe class IPArguments
{
    /// <summary>The time to live of headers that elements make (Click's default).</summary>
    public const byte DefaultTimeToLive = 250;

    /// <summary>An IP protocol: its number or name.</summary>
    public static ArgumentType<byte> Protocol { get; } = new("an IP protocol, such as 17 or udp", static (text, scope, out value) =>
    {
        if (!FilterNames.Protocols.TryGetValue(text, out var named))
            return ArgumentTypes.Byte.Parse(text, scope, out value);
        value = (byte)named;
        return true;
    });

    /// <summary>An address; null for the packet's destination annotation.</summary>
    public static ArgumentType<IPv4Address?> AddressOrAnnotation { get; } =
        new("an IPv4 address, or DST_ANNO", static (text, scope, out value) =>
        {
            value = null;
            if (text is "DST_ANNO" or "ANNO")
                return true;
            var found = ArgumentTypes.IPv4Address.Parse(text, scope, out var address);
            value = address;
            return found;
        });

    /// <summary>Sets what differs between packets in the IP header at a packet's start, and marks it.</summary>
    public static void Finish(Packet packet, bool useAnnotation, ushort identification)
    {
        var ip = new IPv4View(packet.Data) { TotalLength = packet.Length, Identification = identification };
        if (useAnnotation)
            ip.DestinationWord = packet.DestinationWord;
        else
            packet.DestinationWord = ip.DestinationWord;
        packet.SetNetworkHeader(packet.Data, IPv4View.MinSize);
        ip.SetChecksum();
    }
}
