using Sluice.Click.Configuration;
using Sluice.Click.Elements;

namespace Sluice.Click.Routing;

/// <summary>Finds the notifiers that an element depends on: the nearest on each way that packets come, or go.</summary>
static class NotifierSearch
{
    /// <summary>The notifiers upstream of a pull input; null when some way has none, so that packets may come unannounced.</summary>
    public static Notifier[]? Upstream(Element element, int input)
    {
        var found = new HashSet<Notifier>();
        return Upstream(element, input, found, []) ? [.. found] : null;
    }

    /// <summary>The notifiers downstream of a push output; null when some way has none, so that there is always room.</summary>
    public static Notifier[]? Downstream(Element element, int output)
    {
        var found = new HashSet<Notifier>();
        return Downstream(element, output, found, []) ? [.. found] : null;
    }

    static bool Upstream(Element element, int input, HashSet<Notifier> found, HashSet<(Element, int)> visited)
    {
        if (input >= element.InputCount || element.IsPushInput(input))
            return false;
        var (source, port) = (element.Input(input).Element, element.Input(input).Port);
        if (!visited.Add((source, port)))
            return true;
        if (source.FindNotifier(NotifierKind.Packets, port) is { } notifier)
        {
            _ = found.Add(notifier);
            return true;
        }

        var flow = FlowCode.Of(source.Class.Flow);
        var ways = Enumerable.Range(0, source.InputCount).Where(at => flow.Connects(at, port)).ToList();
        return ways.Count > 0 && ways.TrueForAll(at => Upstream(source, at, found, visited));
    }

    static bool Downstream(Element element, int output, HashSet<Notifier> found, HashSet<(Element, int)> visited)
    {
        if (output >= element.OutputCount || !element.IsPushOutput(output))
            return false;
        var (sink, port) = (element.Output(output).Element, element.Output(output).Port);
        if (!visited.Add((sink, port)))
            return true;
        if (sink.FindNotifier(NotifierKind.Room, port) is { } notifier)
        {
            _ = found.Add(notifier);
            return true;
        }

        var flow = FlowCode.Of(sink.Class.Flow);
        var ways = Enumerable.Range(0, sink.OutputCount).Where(at => flow.Connects(port, at)).ToList();
        return ways.Count > 0 && ways.TrueForAll(at => Downstream(sink, at, found, visited));
    }
}
