using System.Text;
using Sluice.Click.Classification;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary>IP packets in words, in the style of tcpdump: what IPPrint prints.</summary>
static unsafe class IPDescription
{
    static readonly Dictionary<int, string> s_icmpTypes =
        FilterNames.IcmpTypes.ToDictionary(static pair => (int)pair.Value, static pair => pair.Key);

    static readonly Dictionary<int, string> s_protocols =
        FilterNames.Protocols.ToDictionary(static pair => (int)pair.Value, static pair => pair.Key);

    static readonly (TcpFlags Flag, char Letter)[] s_flags =
        [(TcpFlags.Syn, 'S'), (TcpFlags.Fin, 'F'), (TcpFlags.Rst, 'R'), (TcpFlags.Psh, 'P')];

    /// <summary>Appends addresses, protocol and what is special about it.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="packet">A packet with a marked IP header that it has.</param>
    /// <param name="ip">That header.</param>
    /// <param name="swap">Whether to print identifier and sequence number of pings in the other byte order.</param>
    public static void Append(StringBuilder text, Packet packet, IPv4View ip, bool swap)
    {
        var length = IPPart.TransportLength(packet, ip);
        switch ((IpProtocol)ip.Protocol)
        {
            case IpProtocol.Tcp:
                AppendTcp(text, packet, ip, length);
                break;
            case IpProtocol.Udp:
                if (AppendPorts(text, packet, ip, length, "udp"))
                    text.Append(length < UdpHeader.Size ? "truncated-udp" : $"udp {IPv4View.Read16(packet.TransportHeader + 4)}");
                break;
            case IpProtocol.Icmp:
                text.Append($"{ip.Source} > {ip.Destination}: ");
                AppendIcmp(text, packet, ip, length, swap);
                break;
            default:
                text.Append($"{ip.Source} > {ip.Destination}: ip-proto-{ip.Protocol}");
                break;
        }

        if (!ip.IsFragment)
            return;
        var more = (ip.Fragment & IPv4View.MoreFragments) != 0 ? "+" : "";
        text.Append($" (frag {ip.Identification}:{ip.TotalLength - ip.HeaderLength}@{(ip.Fragment & IPv4View.OffsetMask) * 8}{more})");
    }

    /// <summary>Appends addresses and ports.</summary>
    /// <returns>Whether there was more than the name of the protocol to say.</returns>
    static bool AppendPorts(StringBuilder text, Packet packet, IPv4View ip, int length, string name)
    {
        if (!ip.IsFirstFragment || length < 4)
        {
            text.Append($"{ip.Source} > {ip.Destination}: {(ip.IsFirstFragment ? "truncated-" : "")}{name}");
            return false;
        }

        var header = packet.TransportHeader;
        text.Append($"{ip.Source}.{IPv4View.Read16(header)} > {ip.Destination}.{IPv4View.Read16(header + 2)}: ");
        return true;
    }

    static void AppendTcp(StringBuilder text, Packet packet, IPv4View ip, int length)
    {
        const int throughFlags = 14, throughWindow = 16;
        if (!AppendPorts(text, packet, ip, length, "tcp"))
            return;
        if (length < throughFlags)
        {
            text.Append("truncated-tcp");
            return;
        }

        var header = packet.TransportHeader;
        var flags = (TcpFlags)header[13];
        var letters = string.Concat(s_flags.Where(flag => flags.HasFlag(flag.Flag)).Select(static flag => flag.Letter));
        var count = ip.TotalLength - ip.HeaderLength - (header[12] >> 4) * 4
            + (flags.HasFlag(TcpFlags.Syn) ? 1 : 0) + (flags.HasFlag(TcpFlags.Fin) ? 1 : 0);
        var sequence = IPv4View.Read32(header + 4);
        text.Append($"{(letters.Length > 0 ? letters : ".")} {sequence}:{sequence + (uint)count}({count},{packet.Length},{ip.TotalLength})");
        if (flags.HasFlag(TcpFlags.Ack))
            text.Append($" ack {IPv4View.Read32(header + 8)}");
        text.Append(length < throughWindow ? "truncated-tcp" : $" win {IPv4View.Read16(header + 14)}");
    }

    static void AppendIcmp(StringBuilder text, Packet packet, IPv4View ip, int length, bool swap)
    {
        var header = packet.TransportHeader;
        if (!ip.IsFirstFragment || length < 2)
        {
            text.Append(ip.IsFirstFragment ? "truncated-icmp" : "icmp");
            return;
        }

        var (type, code) = ((IcmpType)header[0], header[1]);
        if (type is IcmpType.Echo or IcmpType.EchoReply)
        {
            text.Append(type == IcmpType.Echo ? "icmp echo " : "icmp echo-reply ");
            text.Append(length < IcmpHeader.Size ? "truncated-icmp" : $"({EchoField(header + 4, swap)}, {EchoField(header + 6, swap)})");
        }
        else if (type == IcmpType.DestinationUnreachable)
        {
            AppendUnreachable(text, header, length);
        }
        else
        {
            var name = s_icmpTypes.GetValueOrDefault((int)type, $"type {(int)type}");
            var reason = IcmpNames.FindCode((int)type, code) ?? (code == 0 ? "" : $"code {code}");
            text.Append(reason.Length == 0 ? $"icmp {name}" : $"icmp {name} {reason}");
        }
    }

    static void AppendUnreachable(StringBuilder text, byte* header, int length)
    {
        const int protocolCode = 2, portCode = 3, tooLongCode = 4;
        var code = header[1];
        var reason = IcmpNames.FindCode((int)IcmpType.DestinationUnreachable, code) ?? $"code {code}";
        if (length < IcmpHeader.Size + IPv4View.MinSize)
        {
            text.Append($"icmp unreachable {reason} truncated-icmp");
            return;
        }

        var original = new IPv4View(header + IcmpHeader.Size);
        text.Append($"icmp {original.Destination} unreachable {reason}");
        if (code == tooLongCode && IPv4View.Read16(header + 6) is var mtu and not 0)
            text.Append($" (mtu {mtu})");
        var known = s_protocols.TryGetValue(original.Protocol, out var name);
        if (code == protocolCode)
            text.Append($" {(known ? name : original.Protocol)}");
        if (code != portCode)
            return;
        text.Append($" {(known ? name : $"protocol {original.Protocol}")}");
        var ports = IcmpHeader.Size + original.HeaderLength;
        text.Append(length < ports + 4 ? "truncated-icmp" : $"/{IPv4View.Read16(header + ports + 2)}");
    }

    /// <summary>As Click prints them: the word as it lies in the memory of a little-endian machine, or, swapped, in network order.</summary>
    static int EchoField(byte* field, bool swap) => swap ? IPv4View.Read16(field) : field[1] << 8 | field[0];
}
