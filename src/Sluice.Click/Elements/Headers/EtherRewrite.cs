using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>EtherRewrite(SRC, DST)</c>: sets source and destination of Ethernet frames.</summary>
sealed class EtherRewrite : SimpleElement
{
    readonly byte[] _addresses = new byte[2 * MacAddress.Size];

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var source = arguments.Mandatory("SRC", ArgumentTypes.MacAddress);
        var destination = arguments.Mandatory("DST", ArgumentTypes.MacAddress);
        if (!arguments.Complete())
            return;
        destination.WriteTo(_addresses);
        source.WriteTo(_addresses.AsSpan(MacAddress.Size));
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) =>
        EtherFields.AddHandlers(handlers, _addresses, text => ParseValue(text, ArgumentTypes.MacAddress));

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        if (packet.Length >= EthernetHeader.Size)
            _addresses.CopyTo(packet.Span);
        return packet;
    }
}
