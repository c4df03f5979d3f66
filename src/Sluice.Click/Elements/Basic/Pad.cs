using Sluice.Click.Arguments;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Basic;

/// <summary><c>Pad</c>: makes packets at least LENGTH bytes long, with zeros unless ZERO is false; without LENGTH by as many as the
/// extra-length annotation says.</summary>
sealed class Pad : SimpleElement
{
    int _length = -1;
    bool _zero;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var length = arguments.Optional("LENGTH", ArgumentTypes.Range(0, PacketPool.MaxLength), -1);
        var zero = arguments.Keyword("ZERO", ArgumentTypes.Bool, true);
        if (arguments.Complete())
            (_length, _zero) = (length, zero);
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        ref var extra = ref ExtraLength.Of(packet);
        var missing = _length < 0 ? extra : (uint)Math.Max(0, _length - packet.Length);
        if (missing == 0)
            return packet;
        extra -= Math.Min(extra, missing);
        if (missing > PacketPool.MaxLength)
        {
            packet.Kill();
            return default;
        }

        var length = packet.Length;
        packet = packet.Put((int)missing);
        if (!packet.IsNone && _zero)
            packet.Span[length..].Clear();
        return packet;
    }
}
