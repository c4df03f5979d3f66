using System.Globalization;
using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Protocols;

/// <summary><c>ARPPrint([LABEL])</c>: prints ARP packets in the style of tcpdump, and passes all.</summary>
sealed class ARPPrint : SimpleElement
{
    string _label = "";
    bool _timestamp = true;
    bool _ether;
    bool _active = true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var label = arguments.Optional("LABEL", ArgumentTypes.String, "");
        var timestamp = arguments.Keyword("TIMESTAMP", ArgumentTypes.Bool, true);
        var ether = arguments.Keyword("ETHER", ArgumentTypes.Bool);
        var active = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);
        if (arguments.Complete())
            (_label, _timestamp, _ether, _active) = (label, timestamp, ether, active);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("active", () => _active ? "true" : "false", "whether it prints", HandlerFlags.Checkbox);
        handlers.Write("active", text => _active = ParseValue(text, ArgumentTypes.Bool), "whether it prints", HandlerFlags.Checkbox);
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        if (!_active)
            return packet;
        const long second = 1_000_000_000, microsecond = 1_000;
        var label = _label.Length > 0 ? $"{_label}: " : "";
        var time = _timestamp
            ? string.Create(CultureInfo.InvariantCulture, $"{packet.Timestamp / second}.{packet.Timestamp % second / microsecond:d6}: ") : "";
        Router.Options.Output.WriteLine($"{label}{time}{Describe(packet)}");
        return packet;
    }

    string Describe(Packet packet)
    {
        // With or without the Ethernet header before it.
        var isFrame = EthernetHeader.TryRead(packet.Span, out var ethernet) && ethernet.EtherType == EtherType.Arp;
        if (!ArpPacket.TryRead(isFrame ? ethernet.Payload : packet.Span, out var arp))
            return $"truncated-arp ({packet.Length})";
        var addresses = _ether && isFrame ? $"{EtherText.Of(ethernet.Source)} > {EtherText.Of(ethernet.Destination)}: " : "";
        return addresses + arp.Operation switch
        {
            ArpOperation.Request => $"arp who-has {arp.TargetAddress} tell {arp.SenderAddress}",
            ArpOperation.Reply => $"arp reply {arp.SenderAddress} is-at {EtherText.Of(arp.SenderMac)}",
            _ => $"arp operation {(int)arp.Operation}",
        };
    }
}
