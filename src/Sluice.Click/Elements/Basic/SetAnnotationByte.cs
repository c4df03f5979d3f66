using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Basic;

/// <summary><c>SetAnnoByte</c>: sets one byte of the annotations.</summary>
sealed unsafe class SetAnnotationByte : BatchElement
{
    int _place;
    byte _value;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var annotation = arguments.Mandatory("ANNO", ArgumentTypes.AnnotationOf(1));
        var value = arguments.Mandatory("VALUE", ArgumentTypes.Byte);
        if (arguments.Complete())
            (_place, _value) = (annotation.Offset, value);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Value(this, "value", ArgumentTypes.Byte, () => _value, value => _value = value, "the value");
        handlers.Read("anno", () => _place, "the byte's place", HandlerFlags.Calm);
    }

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch)
    {
        foreach (var packet in batch)
            packet.Annotations[_place] = _value;
        return batch;
    }
}
