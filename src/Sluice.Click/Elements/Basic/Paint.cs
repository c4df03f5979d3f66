using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Basic;

/// <summary><c>Paint</c>: sets packets' paint annotation to a colour.</summary>
sealed unsafe class Paint : BatchElement
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
        handlers.Value(this, "color", PaintArguments.Color, () => _color, color => _color = color, "the colour");

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch)
    {
        foreach (var packet in batch)
            packet.Annotations[_place] = _color;
        return batch;
    }
}
