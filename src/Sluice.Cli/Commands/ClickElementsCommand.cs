using System.CommandLine;
using System.CommandLine.Completions;
using Sluice.Bpf.Assembly.Syntax;
using Sluice.Cli.Output;
using Sluice.Click.Elements;
using Sluice.Click.Handlers;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice click elements</c>: the element classes, with help.</summary>
static class ClickElementsCommand
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string?>("NAME") { Description = "A class, to be told all about it", Arity = ArgumentArity.ZeroOrOne, HelpName = "NAME" };
        name.CompletionSources.Add(_ => ElementClasses.All.Select(type => new CompletionItem(type.Name)));
        var json = CommonOptions.Json();
        var command = new SluiceCommand("elements", "List the element classes, or say what one of them does.")
        {
            Arguments = { name },
            Options = { json },
            Examples = ["sluice click elements", "sluice click elements Queue"],
        };
        command.SetAction(parsed =>
        {
            var wanted = parsed.GetValue(name);
            var found = wanted is null ? ElementClasses.All : [ElementClasses.Find(wanted) ?? throw Unknown(wanted)];
            if (parsed.GetValue(json))
                WriteJson(terminal, found);
            else if (wanted is null)
                WriteTable(terminal, found);
            else
                WriteHelp(terminal, found[0]);
        });
        return command;
    }

    static CommandException Unknown(string name) => new($"found no element class '{name}'"
        + (Spelling.Closest(name, ElementClasses.All.Select(type => type.Name)) is { } closest ? $": did you mean '{closest}'?" : ", expected one that `sluice click elements` lists"));

    static void WriteTable(Terminal terminal, IReadOnlyList<ElementClass> found)
    {
        Table table = new("class", "ports", "processing", "what it does");
        foreach (var type in found)
            table.Add(type.Name, type.Ports, type.Processing, type.Summary);
        table.Write(terminal.Out, Style.For(terminal));
    }

    static void WriteHelp(Terminal terminal, ElementClass type)
    {
        var style = Style.For(terminal);
        terminal.Out.WriteLine($"{style.Bold(type.Name)}: {type.Summary}\n");
        terminal.Out.WriteLine($"  usage       {type.Synopsis}");
        terminal.Out.WriteLine($"  ports       {type.Ports} (inputs/outputs)");
        terminal.Out.WriteLine($"  processing  {type.Processing} (h push, l pull, a either)");
        terminal.Out.WriteLine($"  flow        {type.Flow}\n");
        Table table = new("handler", "", "what it is");
        foreach (var handler in HandlersOf(type))
            table.Add(handler.Name, Access(handler), handler.Help);
        if (table.Count > 0)
            table.Write(terminal.Out, style);
        else
            terminal.Out.WriteLine("It has the handlers that all elements have, no others.");
    }

    static void WriteJson(Terminal terminal, IReadOnlyList<ElementClass> found) => JsonOutput.WriteObject(terminal, json => json.Objects("elements", found, type =>
    {
        json.WriteString("name", type.Name);
        json.WriteString("summary", type.Summary);
        json.WriteString("arguments", type.Synopsis);
        json.WriteString("ports", type.Ports);
        json.WriteString("processing", type.Processing);
        json.WriteString("flow", type.Flow);
        json.Objects("handlers", HandlersOf(type), handler =>
        {
            json.WriteString("name", handler.Name);
            json.WriteString("access", Access(handler));
            json.WriteString("help", handler.Help);
        });
    }));

    static string Access(Handler handler) => $"{(handler.CanRead ? "r" : "")}{(handler.CanWrite ? "w" : "")}";

    // An element that is in no router has its handlers already; what they read comes later.
    static IEnumerable<Handler> HandlersOf(ElementClass type)
    {
        HandlerTable table = new();
        type.Factory().AddHandlers(table);
        return table.All;
    }
}
