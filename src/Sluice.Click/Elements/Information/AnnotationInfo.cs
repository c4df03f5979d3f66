using Sluice.Click.Arguments;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Information;

/// <summary><c>AnnotationInfo</c>: gives names to annotations, and checks (CHECK_OVERLAP) that some do not share bytes.</summary>
sealed class AnnotationInfo : Element
{
    /// <inheritdoc/>
    public override int ConfigurePhase => ConfigurePhases.Information;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var checks = arguments.Keywords("CHECK_OVERLAP", ArgumentTypes.String);
        foreach (var argument in arguments.Everything())
        {
            var words = ArgumentText.SplitWords(argument);
            if (words.Count == 0)
                continue;
            var place = words.Count == 3 ? $"{words[1]}/{words[2]}" : words.Count == 2 ? words[1] : "";
            if (ArgumentTypes.Annotation.Parse(place, arguments.Scope, out var annotation))
                Router.Names.Define(ElementNames.Prefix(Name) + words[0], annotation with { Name = words[0] });
            else
                arguments.Error($"found `{argument}`, expected a name, an offset and a size that end within {Annotations.Size} bytes");
        }

        foreach (var check in checks)
            CheckOverlap(ArgumentText.SplitWords(check), arguments);
        _ = arguments.Complete();
    }

    static void CheckOverlap(List<string> names, ArgumentReader arguments)
    {
        var annotations = new List<Annotation>();
        foreach (var name in names)
        {
            if (!ArgumentTypes.Annotation.Parse(name, arguments.Scope, out var annotation))
                arguments.Error($"CHECK_OVERLAP: found `{name}`, expected an annotation");
            else if (annotations.Find(annotation.Overlaps) is { } other)
                arguments.Error($"annotations {other.Name} and {annotation.Name} overlap");
            else
                annotations.Add(annotation);
        }
    }
}
