using System.CommandLine;
using System.Globalization;
using Sluice.Cli.Output;
using Sluice.Kernel.Inspection;
using Sluice.Kernel.Links;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice link</c>: what attaches programs.</summary>
static class LinkCommand
{
    public static Command Create(Terminal terminal) => new SluiceCommand("link", "Show and detach links.")
    {
        Subcommands = { List(terminal), Show(terminal), Detach() },
        Examples = ["sluice link list", "sluice link list --json"],
    };

    static SluiceCommand List(Terminal terminal)
    {
        var json = CommonOptions.Json();
        var command = new SluiceCommand("list", "List all links.")
        {
            Options = { json },
            Examples = ["sluice link list", "sluice link list --json"],
        };
        command.SetAction(parsed => Write(terminal, KernelLinks.All(), parsed.GetValue(json)));
        return command;
    }

    static SluiceCommand Show(Terminal terminal)
    {
        var id = new Argument<int>("ID") { Description = "The link's id" };
        var json = CommonOptions.Json();
        var command = new SluiceCommand("show", "Show a link.")
        {
            Arguments = { id },
            Options = { json },
            Examples = ["sluice link show 7"],
        };
        command.SetAction(parsed => Write(terminal, [KernelLinks.Find(parsed.GetRequiredValue(id))
            ?? throw new CommandException($"found no link {parsed.GetRequiredValue(id)} in the kernel (see: sluice link list)")], parsed.GetValue(json)));
        return command;
    }

    static void Write(Terminal terminal, IEnumerable<LinkDescription> links, bool isJson)
    {
        if (isJson)
        {
            JsonOutput.WriteObject(terminal, document => document.Objects("links", links, link =>
            {
                document.WriteNumber("id", link.Id);
                document.WriteString("type", Names.Snake(link.Kind.ToString()));
                document.WriteNumber("prog_id", link.ProgramId);
                document.WriteString("prog_name", KernelPrograms.Find(link.ProgramId)?.Name);
                if (link.Hook is { } hook)
                {
                    document.WriteNumber("ifindex", link.InterfaceIndex);
                    document.WriteString("attach_type", Names.Of(hook));
                }
            }));
            return;
        }

        var table = new Table(Column.Number("ID"), "TYPE", Column.Number("PROGRAM"), "NAME", Column.Number("INTERFACE"), "HOOK");
        foreach (var link in links)
        {
            table.Add(
                Text(link.Id), Names.Snake(link.Kind.ToString()), Text(link.ProgramId), KernelPrograms.Find(link.ProgramId)?.Name,
                link.Hook is null ? "" : Text(link.InterfaceIndex), link.Hook is { } hook ? Names.Of(hook) : "");
        }

        table.Write(terminal.Out, Style.For(terminal));
    }

    static SluiceCommand Detach()
    {
        var id = new Argument<int>("ID") { Description = "The link's id" };
        var command = new SluiceCommand("detach", "Detach a link's program, even if the link is pinned.")
        {
            Arguments = { id },
            Examples = ["sluice link detach 7"],
        };
        command.SetAction(parsed =>
        {
            using var link = KernelLink.OpenById(parsed.GetRequiredValue(id));
            link.Detach();
        });
        return command;
    }

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
