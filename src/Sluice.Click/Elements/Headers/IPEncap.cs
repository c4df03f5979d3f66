using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>IPEncap(PROTO, SRC, DST)</c>: puts an IP header before each packet; its destination annotation is DST.</summary>
sealed unsafe class IPEncap : SimpleElement
{
    readonly byte[] _header = new byte[IPv4View.MinSize];
    bool _useAnnotation;
    int _identification;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var protocol = arguments.Mandatory("PROTO", IPArguments.Protocol);
        var source = arguments.Mandatory("SRC", ArgumentTypes.IPv4Address);
        var destination = arguments.Mandatory("DST", IPArguments.AddressOrAnnotation);
        var tos = arguments.Keyword("TOS", ArgumentTypes.Byte);
        var dscp = arguments.Keyword("DSCP", ArgumentTypes.Range<byte>(0, 63), (byte)(tos >> 2));
        var ttl = arguments.Keyword<byte>("TTL", ArgumentTypes.Byte, IPArguments.DefaultTimeToLive);
        var dontFragment = arguments.Keyword("DF", ArgumentTypes.Bool);
        var ect = arguments.Keyword("ECT", ArgumentTypes.Bool);
        var ce = arguments.Keyword("CE", ArgumentTypes.Bool);
        if (!arguments.Complete())
            return;
        _useAnnotation = destination is null;
        var fields = new IPv4Fields(source, destination ?? default)
        {
            TimeToLive = ttl,
            Dscp = dscp,
            Ecn = (byte)(ce ? 3 : ect ? 2 : tos & 3),
            DontFragment = dontFragment,
        };
        IPv4Header.Write(_header, fields, (IpProtocol)protocol, 0);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("src", () => IPv4Address.Read(_header.AsSpan(12)).ToString(), "the source address");
        handlers.Write("src", text => ParseValue(text, ArgumentTypes.IPv4Address).WriteTo(_header.AsSpan(12)), "the source address");
        handlers.Read("dst", () => _useAnnotation ? "DST_ANNO" : IPv4Address.Read(_header.AsSpan(16)).ToString(), "the destination address");
        handlers.Write("dst", SetDestination, "the destination address");
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        if (packet.Length > ushort.MaxValue - IPv4View.MinSize)
        {
            packet.Kill();
            return default;
        }

        packet = packet.Push(IPv4View.MinSize);
        if (packet.IsNone)
            return packet;
        _header.CopyTo(packet.Span);
        IPArguments.Finish(packet, _useAnnotation, (ushort)Interlocked.Increment(ref _identification));
        return packet;
    }

    void SetDestination(string text)
    {
        var destination = ParseValue(text, IPArguments.AddressOrAnnotation);
        _useAnnotation = destination is null;
        (destination ?? default).WriteTo(_header.AsSpan(16));
    }
}
