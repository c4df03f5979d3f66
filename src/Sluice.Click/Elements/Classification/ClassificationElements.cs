namespace Sluice.Click.Elements.Classification;

/// <summary>Elements that choose an output by what is in a packet.</summary>
static class ClassificationElements
{
    const string Outputs = "1/-";

    /// <summary>Their classes.</summary>
    public static readonly ElementClass[] Table =
    [
        new("Classifier", Outputs, PortCodes.Push, PortCodes.Complete, "Classifier(PATTERN, ...)",
            "classifies packets by their bytes, with patterns such as `12/0800 23/06`", static () => new Classifier()),
        new("IPClassifier", Outputs, PortCodes.Push, PortCodes.Complete, "IPClassifier(PATTERN, ...)",
            "classifies IP packets by expressions such as `dst tcp port www`", static () => new IPFilter(false)),
        new("IPFilter", Outputs, PortCodes.Push, PortCodes.Complete, "IPFilter(ACTION PATTERN, ...)",
            "filters IP packets: allow, deny or an output, then an expression", static () => new IPFilter(true)),
        new("IPProtoClassifier", Outputs, PortCodes.Push, PortCodes.Complete, "IPProtoClassifier(PROTO, ...)",
            "classifies IP packets by protocol", static () => new IPProtoClassifier()),
    ];
}
