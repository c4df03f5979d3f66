using Sluice.Click.Arguments;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Basic;

/// <summary>The arguments that all painting elements share: a colour, and the annotation that it is kept in.</summary>
static class PaintArguments
{
    /// <summary>A colour.</summary>
    public static readonly ArgumentType<byte> Color = ArgumentTypes.Byte;

    /// <summary>The annotation that holds it: one byte, PAINT unless said otherwise.</summary>
    public static int ReadPlace(ArgumentReader arguments) =>
        (arguments.Optional("ANNO", ArgumentTypes.AnnotationOf(1), Annotations.Paint) ?? Annotations.Paint).Offset;
}
