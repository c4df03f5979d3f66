using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Basic;

/// <summary><c>CheckPaint</c>: lets packets of one colour pass; others go to output 1.</summary>
sealed unsafe class CheckPaint : FilterElement
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
        handlers.Value(this, "color", PaintArguments.Color, () => _color, color => _color = color, "the colour that passes");

    /// <inheritdoc/>
    protected override bool Accepts(Packet packet) => packet.Annotations[_place] == _color;
}
