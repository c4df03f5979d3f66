using Sluice.Click.Elements.Basic;
using Sluice.Click.Elements.Classification;
using Sluice.Click.Elements.Control;
using Sluice.Click.Elements.Devices;
using Sluice.Click.Elements.Flows;
using Sluice.Click.Elements.Headers;
using Sluice.Click.Elements.Information;
using Sluice.Click.Elements.Measurement;
using Sluice.Click.Elements.Programs;
using Sluice.Click.Elements.Protocols;
using Sluice.Click.Elements.Queues;
using Sluice.Click.Elements.Rewriting;
using Sluice.Click.Elements.Routing;
using Sluice.Click.Elements.Scheduling;
using Sluice.Click.Elements.Sources;
using Sluice.Click.Elements.Switching;

namespace Sluice.Click.Elements;

/// <summary>All element classes there are. A group of elements has a table of its own; one line joins it here.</summary>
public static class ElementClasses
{
    static readonly Dictionary<string, ElementClass> s_byName = new[]
    {
        BasicElements.Table,
        SourceElements.Table,
        QueueElements.Table,
        SchedulingElements.Table,
        SwitchingElements.Table,
        MeasurementElements.Table,
        ClassificationElements.Table,
        HeaderElements.Table,
        ProtocolElements.Table,
        RoutingElements.Table,
        ProgramElements.Table,
        RewritingElements.Table,
        InformationElements.Table,
        ControlElements.Table,
        DeviceElements.Table,
        FlowElements.Table,
    }.SelectMany(static table => table).ToDictionary(static type => type.Name, StringComparer.Ordinal);

    /// <summary>All classes, by name.</summary>
    public static IReadOnlyList<ElementClass> All { get; } = [.. s_byName.Values.OrderBy(static type => type.Name, StringComparer.Ordinal)];

    /// <summary>The class of that name, or null.</summary>
    public static ElementClass? Find(string name) => s_byName.GetValueOrDefault(name);
}
