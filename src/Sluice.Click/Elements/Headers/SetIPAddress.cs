using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>SetIPAddress(ADDR)</c>: sets the destination annotation.</summary>
sealed unsafe class SetIPAddress : SimpleElement
{
    IPv4Address _address;
    Annotation _annotation = Packets.Annotations.Destination;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var address = arguments.Mandatory("IPADDR", ArgumentTypes.IPv4Address);
        var annotation = arguments.Optional("ANNO", ArgumentTypes.AnnotationOf(4), Packets.Annotations.Destination);
        if (arguments.Complete())
            (_address, _annotation) = (address, annotation);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("addr", () => _address.ToString(), "the address that packets get");
        handlers.Write("addr", text => _address = ParseValue(text, ArgumentTypes.IPv4Address), "the address that packets get");
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        *(uint*)(packet.Annotations + _annotation.Offset) = IPv4View.ToWord(_address);
        return packet;
    }
}
