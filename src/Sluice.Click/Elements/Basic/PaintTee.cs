using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Basic;

/// <summary><c>PaintTee</c>: lets all packets pass, and pushes a copy of those of one colour to output 1: a router notices so that a packet
/// leaves where it came from.</summary>
sealed unsafe class PaintTee : BatchElement
{
    byte _color;
    int _place;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var color = arguments.Mandatory("COLOR", PaintArguments.Color);
        var place = PaintArguments.ReadPlace(arguments);
        if (arguments.Complete())
            (_color, _place) = (color, place);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) =>
        handlers.Value(this, "color", PaintArguments.Color, () => _color, color => _color = color, "the colour of packets that are copied");

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch)
    {
        var copies = default(PacketBatch);
        foreach (var packet in batch)
        {
            if (packet.Annotations[_place] != _color || OutputCount < 2)
                continue;
            var copy = packet.Clone();
            if (!copy.IsNone)
                copies.Append(copy);
        }

        PushOrKill(1, copies);
        return batch;
    }
}
