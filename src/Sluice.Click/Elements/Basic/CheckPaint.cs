using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Basic;

/// <summary><c>CheckPaint</c>: lets packets of one colour pass; others go to output 1.</summary>
sealed unsafe class CheckPaint : FilterElement
{
    readonly PaintArguments _paint = new();

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) => _paint.Configure(arguments);

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => _paint.AddHandlers(this, handlers, "the colour that passes");

    /// <inheritdoc/>
    protected override bool Accepts(Packet packet) => packet.Annotations[_paint.Place] == _paint.Color;
}
