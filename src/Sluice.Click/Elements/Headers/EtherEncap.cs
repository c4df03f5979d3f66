using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>EtherEncap(ETHERTYPE, SRC, DST)</c>: puts an Ethernet header before each packet.</summary>
sealed class EtherEncap : BatchElement
{
    readonly byte[] _header = new byte[EthernetHeader.Size];

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var type = arguments.Mandatory("ETHERTYPE", ArgumentTypes.UInt16);
        var source = arguments.Mandatory("SRC", ArgumentTypes.MacAddress);
        var destination = arguments.Mandatory("DST", ArgumentTypes.MacAddress);
        if (arguments.Complete())
            EthernetHeader.Write(_header, destination, source, (EtherType)type);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        EtherFields.AddHandlers(handlers, _header, text => ParseValue(text, ArgumentTypes.MacAddress));
        handlers.Read("ethertype", () => $"{EtherFields.TypeOf(_header):x4}", "the Ethernet type");
        handlers.Write("ethertype", text => EtherFields.SetType(_header, ParseValue(text, ArgumentTypes.UInt16)), "the Ethernet type");
    }

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch)
    {
        var done = default(PacketBatch);
        foreach (var packet in batch)
        {
            var framed = EtherFields.Encapsulate(packet, _header);
            if (!framed.IsNone)
                done.Append(framed);
        }

        return done;
    }
}
