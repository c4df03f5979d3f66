using Sluice.Click.Arguments;
using Sluice.Click.Elements.Headers;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Protocols;

/// <summary><c>ICMPError(IPADDR, TYPE [, CODE])</c>: makes ICMP errors of the IP packets that caused them, to their senders (RFC 792).</summary>
/// <remarks>No error is made about ICMP errors, later fragments, what came by link broadcast or was sent to or by no single host (RFC 1122,
/// section 3.2.2). As much of the packet is sent back as fits 576 bytes (RFC 1812, section 4.3.2.3). A recorded source route is turned
/// round and used (RFC 1122, section 3.2.1.8).</remarks>
sealed unsafe class ICMPError : SimpleElement
{
    const byte Unreachable = 3, SourceQuench = 4, Redirect = 5, TimeExceeded = 11, ParameterProblem = 12;
    const int NeedFragment = 4, DefaultMtu = 576;

    IPv4Address _source;
    byte _type;
    byte _code;
    uint[] _badAddresses = [];
    int _mtu = DefaultMtu;
    int _pathMtu;
    bool _setFix = true;
    int _identification;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var source = arguments.Mandatory("IPADDR", ArgumentTypes.IPv4Address);
        var type = arguments.Mandatory("TYPE", IcmpNames.Type);
        var code = arguments.Optional("CODE", IcmpNames.CodeOf(type));
        var bad = arguments.Optional("BADADDRS", AddressLists.Addresses, []);
        var mtu = arguments.Keyword("MTU", ArgumentTypes.Range(68, ushort.MaxValue), DefaultMtu);
        var pathMtu = arguments.Keyword("PMTU", ArgumentTypes.Range(0, ushort.MaxValue));
        var setFix = arguments.Keyword("SET_FIX_ANNO", ArgumentTypes.Bool, true);
        if (!arguments.Failed && !IsError(type))
            arguments.Error($"TYPE: found {type}, which is no error: expected unreachable, sourcequench, redirect, timeexceeded or parameterproblem");
        if (!arguments.Complete())
            return;
        (_source, _type, _code, _mtu, _pathMtu, _setFix) = (source, type, code, mtu, pathMtu, setFix);
        _badAddresses = [.. bad.Select(IPv4View.ToWord)];
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        var error = IPPart.TryGet(packet, out var ip) && Deserves(packet, ip) ? Make(packet, ip) : default;
        packet.Kill();
        return error;
    }

    static bool IsError(int type) => type is Unreachable or SourceQuench or Redirect or TimeExceeded or ParameterProblem;

    bool Deserves(Packet packet, IPv4View ip)
    {
        if (packet.PacketType is PacketType.Broadcast or PacketType.Multicast || !ip.IsFirstFragment)
            return false;
        if (ip.Protocol == (byte)IpProtocol.Icmp && (IPPart.TransportLength(packet, ip) == 0 || IsError(packet.TransportHeader[0])))
            return false;
        if (!IsHost(ip.Source) || ip.Destination.IsMulticast || ip.DestinationWord == uint.MaxValue)
            return false;
        return !_badAddresses.AsSpan().Contains(ip.SourceWord) && !_badAddresses.AsSpan().Contains(ip.DestinationWord);
    }

    /// <summary>Could it be the address of one host: not 0/8, 127/8, multicast or above?</summary>
    static bool IsHost(IPv4Address address) => address.Value >> 24 is not (0 or 127 or >= 224);

    Packet Make(Packet packet, IPv4View ip)
    {
        Span<byte> route = stackalloc byte[IPv4Header.MaxOptions];
        var optionLength = SourceRoute.Reverse(ip, route);
        var headerLength = IPv4View.MinSize + optionLength;
        var quoted = Math.Min(Math.Min(ip.TotalLength, packet.NetworkLength), _mtu - headerLength - IcmpHeader.Size);
        quoted = Math.Max(quoted, ip.HeaderLength);
        var error = Pool.Allocate(headerLength + IcmpHeader.Size + quoted);
        if (error.IsNone)
            return error;
        var message = error.Span[headerLength..];
        IcmpHeader.Write(message, _type, _code, Rest(packet));
        new ReadOnlySpan<byte>(ip.Start, quoted).CopyTo(message[IcmpHeader.Size..]);
        TransportChecksum.Write(message, IcmpHeader.ChecksumOffset, 0);
        var next = ip.Source;
        if (optionLength > 0)
            next = SourceRoute.TakeFirstHop(route, next);
        var fields = new IPv4Fields(_source, next)
        {
            TimeToLive = byte.MaxValue,
            Identification = (ushort)Interlocked.Increment(ref _identification),
        };
        IPv4Header.Write(error.Span, fields, IpProtocol.Icmp, message.Length, route[..optionLength]);
        error.SetNetworkHeader(error.Data, headerLength);
        error.Timestamp = Clock.Now;
        error.Destination = next;
        if (_setFix)
            error.Annotations[Annotations.FixIPSource.Offset] = 1;
        return error;
    }

    /// <summary>The four bytes that depend on the type.</summary>
    uint Rest(Packet packet) => _type switch
    {
        Redirect => packet.Destination.Value,
        ParameterProblem when _code == 0 => (uint)packet.Annotations[Annotations.IcmpParameterProblem.Offset] << 24,
        Unreachable when _code == NeedFragment => (uint)_pathMtu,
        _ => 0,
    };
}
