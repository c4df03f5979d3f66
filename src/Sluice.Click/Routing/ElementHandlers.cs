using Sluice.Click.Arguments;
using Sluice.Click.Configuration;
using Sluice.Click.Elements;
using Sluice.Click.Handlers;

namespace Sluice.Click.Routing;

/// <summary>The handlers that every element has, whatever its class: those of Click's <c>Element::add_default_handlers</c>.</summary>
static class ElementHandlers
{
    /// <summary>All handlers of an element.</summary>
    public static HandlerTable Of(Element element)
    {
        var table = new HandlerTable();
        table.Read("class", () => element.Class.Name, "the element's class", HandlerFlags.Calm);
        table.Read("name", () => element.Name, "the element's name", HandlerFlags.Calm);
        table.Read("config", () => element.Arguments, "its arguments", HandlerFlags.Calm);
        table.Read("ports", () => Ports(element), "its ports and what they are connected to", HandlerFlags.Calm);
        if (element.CanReconfigure)
            table.Write("config", text => Reconfigure(element, text), "its arguments", element.ReconfiguresWhileRunning ? HandlerFlags.Concurrent : 0);
        AddTasks(element, table);
        element.AddHandlers(table);
        table.Read("handlers", () => List(table), "its handlers", HandlerFlags.Calm);
        return table;
    }

    /// <summary>Replaces an element's arguments; where they are wrong nothing changes.</summary>
    public static void Reconfigure(Element element, string text)
    {
        var errors = new List<ConfigurationError>();
        element.Configure(new ArgumentReader(element, text, errors));
        if (errors.Count > 0)
            throw new HandlerException(string.Join('\n', errors.Select(static error => error.Message)));
        element.Arguments = text;
    }

    /// <summary>A line for each handler: its name, and r, w for what can be done.</summary>
    public static string List(HandlerTable table) => string.Concat(table.All.Select(static handler =>
        $"{handler.Name}\t{(handler.CanRead ? "r" : "")}{(handler.CanWrite ? "w" : "")}{(handler.Flags.HasFlag(HandlerFlags.ReadParameters) ? "+" : "")}\n"));

    static void AddTasks(Element element, HandlerTable table)
    {
        var tasks = element.Router.Tasks.Where(task => task.Element == element).ToList();
        if (tasks.Count == 0)
            return;
        var task = tasks[0];
        table.Read("scheduled", () => tasks.Exists(static t => t.IsScheduled) ? "true" : "false", "whether its task is going to run");
        table.Read("tickets", () => task.Tickets, "its share of the thread's time");
        table.Write("tickets", text => task.Tickets = int.TryParse(text, out var tickets) && tickets is >= 1 and <= RouterTask.MaxTickets
            ? tickets
            : throw new HandlerException($"found `{text}`, expected 1 to {RouterTask.MaxTickets}"), "its share of the thread's time");
        table.Read("home_thread", () => task.ThreadNumber, "the number of the thread that runs it");
        table.Read("runs", () => tasks.Sum(static t => t.Runs), "how often its task ran");
    }

    static string Ports(Element element)
    {
        var text = new System.Text.StringBuilder();
        _ = text.Append($"{element.InputCount} input{(element.InputCount == 1 ? "" : "s")}\n");
        for (var port = 0; port < element.InputCount; port++)
        {
            var sources = element.Router.Configuration.Connections.Where(c => c.To == element.Index && c.ToPort == port)
                .Select(c => $"{element.Router.Elements[c.From].Name} [{c.FromPort}]");
            _ = text.Append($"{(element.IsPushInput(port) ? "push" : "pull")}\t{string.Join(", ", sources)}\n");
        }

        _ = text.Append($"{element.OutputCount} output{(element.OutputCount == 1 ? "" : "s")}\n");
        for (var port = 0; port < element.OutputCount; port++)
        {
            var sinks = element.Router.Configuration.Connections.Where(c => c.From == element.Index && c.FromPort == port)
                .Select(c => $"[{c.ToPort}] {element.Router.Elements[c.To].Name}");
            _ = text.Append($"{(element.IsPushOutput(port) ? "push" : "pull")}\t{string.Join(", ", sinks)}\n");
        }

        return text.ToString();
    }
}
