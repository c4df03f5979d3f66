using Sluice.Click.Arguments;
using Sluice.Click.Elements.Basic;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Switching;

/// <summary><c>PaintSwitch</c>: pushes packets to the output that is their colour; the last colour, 255, means all outputs. A packet whose
/// output is not there is dropped.</summary>
sealed unsafe class PaintSwitch : ChoosingElement
{
    const int All = 255;

    int _place;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var place = PaintArguments.ReadPlace(arguments);
        if (arguments.Complete())
            _place = place;
    }

    /// <inheritdoc/>
    protected override int Choose(Packet packet)
    {
        var color = packet.Annotations[_place];
        if (color != All)
            return color;
        for (var output = 1; output < OutputCount; output++)
        {
            var copy = packet.Clone();
            if (!copy.IsNone)
                PushOrKill(output, copy);
        }

        return 0;
    }
}
