using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Protocols;

/// <summary><c>ICMPPingEncap(SRC, DST)</c>: makes each packet the data of an ICMP echo request.</summary>
sealed class ICMPPingEncap : SimpleElement
{
    IPv4Address _source;
    IPv4Address _destination;
    ushort _identifier;
    int _number;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var source = arguments.Mandatory("SRC", ArgumentTypes.IPv4Address);
        var destination = arguments.Mandatory("DST", ArgumentTypes.IPv4Address);
        var identifier = arguments.Keyword("IDENTIFIER", ArgumentTypes.UInt16);
        if (arguments.Complete())
            (_source, _destination, _identifier) = (source, destination, identifier);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("src", () => _source.ToString(), "the source address");
        handlers.Write("src", text => _source = ParseValue(text, ArgumentTypes.IPv4Address), "the source address");
        handlers.Read("dst", () => _destination.ToString(), "the destination address");
        handlers.Write("dst", text => _destination = ParseValue(text, ArgumentTypes.IPv4Address), "the destination address");
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet) => PingMessage.Encapsulate(
        packet, _source, _destination, _identifier, (ushort)(Interlocked.Increment(ref _number) - 1));
}
