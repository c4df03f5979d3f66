using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Basic;

/// <summary><c>CheckLength</c>: lets packets of at most LENGTH bytes pass; longer ones go to output 1.</summary>
sealed class CheckLength : FilterElement
{
    long _length;
    bool _extra;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var length = arguments.Mandatory("LENGTH", ArgumentTypes.UInt32);
        var extra = arguments.Keyword("EXTRA_LENGTH", ArgumentTypes.Bool);
        if (arguments.Complete())
            (_length, _extra) = (length, extra);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) =>
        handlers.Value(this, "length", ArgumentTypes.UInt32, () => (uint)_length, length => _length = length, "most bytes of packets that pass");

    /// <inheritdoc/>
    protected override bool Accepts(Packet packet) => packet.Length + (_extra ? ExtraLength.Of(packet) : 0) <= _length;
}
