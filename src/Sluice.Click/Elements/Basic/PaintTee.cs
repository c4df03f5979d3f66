using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Basic;

/// <summary><c>PaintTee</c>: lets all packets pass, and pushes a copy of those of one colour to output 1: a router notices so that a packet
/// leaves where it came from.</summary>
sealed unsafe class PaintTee : BatchElement
{
    readonly PaintArguments _paint = new();

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) => _paint.Configure(arguments);

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => _paint.AddHandlers(this, handlers, "the colour of packets that are copied");

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch)
    {
        var copies = default(PacketBatch);
        foreach (var packet in batch)
        {
            if (packet.Annotations[_paint.Place] != _paint.Color || OutputCount < 2)
                continue;
            var copy = packet.Clone();
            if (!copy.IsNone)
                copies.Append(copy);
        }

        PushOrKill(1, copies);
        return batch;
    }
}
