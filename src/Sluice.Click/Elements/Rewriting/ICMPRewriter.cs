using Sluice.Click.Arguments;
using Sluice.Click.Elements.Headers;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Rewriting;

/// <summary><c>ICMPRewriter(MAPS)</c>: rewrites ICMP errors about packets that rewriters have rewritten, so that they reach those who sent the
/// originals and speak of them (RFC 5508, section 4). Other packets leave at output 1, or are dropped.</summary>
sealed unsafe class ICMPRewriter : Element
{
    static readonly ArgumentType<IReadOnlyList<RewriterElement>> s_maps = new("names of rewriters with spaces between", static (text, scope, out value) =>
    {
        var maps = new List<RewriterElement>();
        value = maps;
        foreach (var word in ArgumentText.SplitWords(text))
        {
            if (!ArgumentTypes.Element.Parse(word, scope, out var element) || element is not RewriterElement rewriter)
                return false;
            maps.Add(rewriter);
        }

        return maps.Count > 0;
    });

    IReadOnlyList<RewriterElement> _maps = [];
    bool _annotate = true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var maps = arguments.Mandatory("MAPS", s_maps);
        var annotate = arguments.Keyword("DST_ANNO", ArgumentTypes.Bool, true);
        if (arguments.Complete())
            (_maps, _annotate) = (maps, annotate);
    }

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch)
    {
        var rewritten = default(PacketBatch);
        var others = default(PacketBatch);
        foreach (var packet in batch)
        {
            if (Rewrite(packet))
                rewritten.Append(packet);
            else
                others.Append(packet);
        }

        PushOrKill(0, rewritten);
        PushOrKill(1, others);
    }

    bool Rewrite(Packet packet)
    {
        const byte unreachable = 3, sourceQuench = 4, redirect = 5, timeExceeded = 11, parameterProblem = 12;
        const int portsSize = 8;
        if (!IPPart.TryGet(packet, IpProtocol.Icmp, IcmpHeader.Size + IPv4View.MinSize, out var ip) || ip.IsFragment)
            return false;
        var icmp = packet.TransportHeader;
        if (icmp[0] is not (unreachable or sourceQuench or redirect or timeExceeded or parameterProblem))
            return false;
        var length = IPPart.TransportLength(packet, ip);
        var inner = new IPv4View(icmp + IcmpHeader.Size);
        if (inner.Version != 4 || inner.HeaderLength < IPv4View.MinSize
            || length < IcmpHeader.Size + inner.HeaderLength + portsSize || !inner.IsFirstFragment)
        {
            return false;
        }

        if (!TryFind(inner, out var quoted, out var to))
            return false;
        RewriteInner(inner, to, length - IcmpHeader.Size - inner.HeaderLength);
        // The message is to who sent the original; it is from its receiver, or from a router on the way, which stays.
        ip.DestinationWord = to.Source;
        if (ip.SourceWord == quoted.Destination)
            ip.SourceWord = to.Destination;
        ip.SetChecksum();
        var message = new Span<byte>(icmp, length);
        message.Slice(IcmpHeader.ChecksumOffset, 2).Clear();
        TransportChecksum.Write(message, IcmpHeader.ChecksumOffset, 0);
        if (_annotate)
            packet.DestinationWord = ip.DestinationWord;
        return true;
    }

    /// <summary>What the quoted packet was before a rewriter changed it: its reply would have been changed back.</summary>
    bool TryFind(IPv4View inner, out FlowId quoted, out FlowId to)
    {
        var header = inner.Start + inner.HeaderLength;
        var addresses = new FlowId(inner.SourceWord, inner.DestinationWord, 0, 0);
        var isPing = inner.Protocol == (byte)IpProtocol.Icmp;
        if (!isPing || !ICMPPingRewriter.TryGetFlow(header, inner.SourceWord, inner.DestinationWord, out quoted))
            quoted = new FlowId(inner.SourceWord, inner.DestinationWord, *(uint*)header, inner.Protocol);
        foreach (var map in _maps)
        {
            if (map.TryFind(quoted.Reverse(), out var entry))
            {
                to = entry.Change.To.Reverse();
                return true;
            }

            if (map is AddressRewriter && map.TryFind(addresses.Reverse(), out entry))
            {
                var change = entry.Change.To.Reverse();
                to = quoted with
                {
                    Source = change.Source != 0 ? change.Source : quoted.Source,
                    Destination = change.Destination != 0 ? change.Destination : quoted.Destination,
                };
                return true;
            }
        }

        to = default;
        return false;
    }

    static void RewriteInner(IPv4View inner, in FlowId to, int length)
    {
        var header = inner.Start + inner.HeaderLength;
        var delta = AddressChange.Delta(inner.SourceWord, to.Source, AddressChange.Delta(inner.DestinationWord, to.Destination, 0));
        inner.SourceWord = to.Source;
        inner.DestinationWord = to.Destination;
        inner.ChecksumWord = AddressChange.Update(inner.ChecksumWord, delta);
        if (inner.Protocol == (byte)IpProtocol.Icmp)
        {
            ICMPPingRewriter.SetIdentifier(header, to);
            return;
        }

        var offset = (IpProtocol)inner.Protocol switch
        {
            IpProtocol.Tcp => TcpHeader.ChecksumOffset,
            IpProtocol.Udp => UdpHeader.ChecksumOffset,
            _ => -1,
        };
        if (offset < 0)
            return;
        delta = AddressChange.Delta(*(uint*)header, to.Ports, delta);
        *(uint*)header = to.Ports;
        var field = (ushort*)(header + offset);
        // The quote may end before the field; a UDP checksum of 0 is none.
        if (offset + sizeof(ushort) <= length && (*field != 0 || inner.Protocol != (byte)IpProtocol.Udp))
            *field = AddressChange.Update(*field, delta);
    }
}
