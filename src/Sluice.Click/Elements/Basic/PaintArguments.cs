using Sluice.Click.Arguments;
using Sluice.Click.Handlers;

namespace Sluice.Click.Elements.Basic;

/// <summary>What all painting elements are told: a colour, and the annotation that it is kept in.</summary>
sealed class PaintArguments
{
    /// <summary>The colour.</summary>
    public byte Color { get; private set; }

    /// <summary>The offset of the annotation.</summary>
    public int Place { get; private set; } = Packets.Annotations.Paint.Offset;

    /// <summary>The annotation that holds it: one byte, PAINT unless said otherwise.</summary>
    public static int ReadPlace(ArgumentReader arguments) =>
        (arguments.Optional("ANNO", ArgumentTypes.AnnotationOf(1), Packets.Annotations.Paint) ?? Packets.Annotations.Paint).Offset;

    /// <summary>Reads both, and takes them over if all is well.</summary>
    public void Configure(ArgumentReader arguments)
    {
        var color = arguments.Mandatory("COLOR", ArgumentTypes.Byte);
        var place = ReadPlace(arguments);
        if (arguments.Complete())
            (Color, Place) = (color, place);
    }

    /// <summary>The handler that reads and sets the colour.</summary>
    public void AddHandlers(Element element, HandlerTable handlers, string help) =>
        handlers.Value(element, "color", ArgumentTypes.Byte, () => Color, color => Color = color, help);
}
