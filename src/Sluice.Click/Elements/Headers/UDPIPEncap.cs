using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>UDPIPEncap(SRC, SPORT, DST, DPORT)</c>: puts UDP and IP headers before each packet.</summary>
sealed unsafe class UDPIPEncap : SimpleElement
{
    const int HeaderSize = IPv4View.MinSize + UdpHeader.Size;

    readonly byte[] _header = new byte[HeaderSize];
    bool _useAnnotation;
    bool _checksum = true;
    int _identification;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var source = arguments.Mandatory("SRC", ArgumentTypes.IPv4Address);
        var sourcePort = arguments.Mandatory("SPORT", ArgumentTypes.Port);
        var destination = arguments.Mandatory("DST", IPArguments.AddressOrAnnotation);
        var destinationPort = arguments.Mandatory("DPORT", ArgumentTypes.Port);
        var checksum = arguments.Optional("CHECKSUM", ArgumentTypes.Bool, true);
        if (!arguments.Complete())
            return;
        (_useAnnotation, _checksum) = (destination is null, checksum);
        var fields = new IPv4Fields(source, destination ?? default) { TimeToLive = IPArguments.DefaultTimeToLive };
        IPv4Header.Write(_header, fields, IpProtocol.Udp, UdpHeader.Size);
        UdpHeader.Write(_header.AsSpan(IPv4View.MinSize), sourcePort, destinationPort, 0);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        AddAddress(handlers, "src", 12);
        AddAddress(handlers, "dst", 16);
        AddPort(handlers, "sport", IPv4View.MinSize);
        AddPort(handlers, "dport", IPv4View.MinSize + 2);
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        if (packet.Length > ushort.MaxValue - HeaderSize)
        {
            packet.Kill();
            return default;
        }

        packet = packet.Push(HeaderSize);
        if (packet.IsNone)
            return packet;
        _header.CopyTo(packet.Span);
        IPArguments.Finish(packet, _useAnnotation, (ushort)Interlocked.Increment(ref _identification));
        var datagram = packet.Span[IPv4View.MinSize..];
        IPv4View.Write16(packet.Data + IPv4View.MinSize + 4, datagram.Length);
        if (!_checksum)
            return packet;
        var ip = new IPv4View(packet.Data);
        TransportChecksum.WriteUdp(datagram, InternetChecksum.PseudoHeader(ip.Source, ip.Destination, IpProtocol.Udp, datagram.Length));
        return packet;
    }

    void AddAddress(HandlerTable handlers, string name, int offset)
    {
        var help = $"the {(offset == 12 ? "source" : "destination")} address";
        handlers.Read(name, () => IPv4Address.Read(_header.AsSpan(offset)).ToString(), help);
        handlers.Write(name, text => ParseValue(text, ArgumentTypes.IPv4Address).WriteTo(_header.AsSpan(offset)), help);
    }

    void AddPort(HandlerTable handlers, string name, int offset)
    {
        var help = $"the {(offset == IPv4View.MinSize ? "source" : "destination")} port";
        handlers.Read(name, () => _header[offset] << 8 | _header[offset + 1], help);
        handlers.Write(name, text => System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(
            _header.AsSpan(offset), ParseValue(text, ArgumentTypes.Port)), help);
    }
}
