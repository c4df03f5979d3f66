using Sluice.Click.Arguments;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>Unstrip(LENGTH)</c>: puts back bytes that Strip removed.</summary>
sealed class Unstrip : SimpleElement
{
    int _length;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var length = arguments.Mandatory("LENGTH", ArgumentTypes.Count);
        if (arguments.Complete())
            _length = length;
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        // Within the slot the old bytes are still there; new room would be undefined.
        var known = Math.Min(_length, packet.Headroom);
        var missing = _length - known;
        packet = packet.Push(known);
        if (missing == 0)
            return packet;
        packet = packet.Push(missing);
        if (!packet.IsNone)
            packet.Span[..missing].Clear();
        return packet;
    }
}
