using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Basic;

/// <summary><c>Paint</c>: sets packets' paint annotation to a colour.</summary>
sealed unsafe class Paint : BatchElement
{
    readonly PaintArguments _paint = new();

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) => _paint.Configure(arguments);

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => _paint.AddHandlers(this, handlers, "the colour");

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch)
    {
        var (place, color) = (_paint.Place, _paint.Color);
        foreach (var packet in batch)
            packet.Annotations[place] = color;
        return batch;
    }
}
