using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Scheduling;

/// <summary>What a scheduler knows of its inputs without asking them.</summary>
static class InputSignals
{
    /// <summary>A signal for each input: whether there may be packets.</summary>
    public static NotifierSignal[] Of(Element element) =>
        [.. Enumerable.Range(0, element.InputCount).Select(input => NotifierSignal.Upstream(element, input))];
}
