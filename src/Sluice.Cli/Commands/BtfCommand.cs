using System.CommandLine;
using Sluice.Bpf.Btf;
using Sluice.Cli.Output;
using Sluice.Cli.Types;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice btf</c>: the types of an object, a file or the running kernel.</summary>
static class BtfCommand
{
    const string Kernel = "vmlinux";

    public static Command Create(Terminal terminal)
    {
        var source = new Argument<string>("FILE") { Description = "An object, raw BTF, or vmlinux for the running kernel's" };
        var format = new Option<string>("--format") { Description = "raw or json", HelpName = "FORMAT", DefaultValueFactory = _ => "raw" };
        format.AcceptOnlyFromAmong("raw", "json");
        var name = new Option<string>("--type") { Description = "Only types of this name", HelpName = "NAME" };
        var baseFile = new Option<string>("--base") { Description = "What split BTF builds upon: a file, or vmlinux", HelpName = "FILE" };
        var command = new SluiceCommand("btf", "Print types.")
        {
            Arguments = { source },
            Options = { format, name, baseFile },
            Examples =
            [
                "sluice btf examples/firewall/firewall.bpf.o",
                "sluice btf examples/firewall/firewall.bpf.o --type bucket",
                "sluice btf examples/events/events.bpf.o --format json",
                "sluice btf vmlinux --type xdp_md --format raw",
            ],
        };
        command.SetAction(parsed =>
        {
            var types = Load(parsed.GetRequiredValue(source), parsed.GetValue(baseFile));
            var only = parsed.GetValue(name);
            var chosen = only is null ? types.Own.ToArray() : [.. types.FindAll(only)];
            if (only is not null && chosen.Length == 0)
                throw new CommandException($"{parsed.GetRequiredValue(source)}: found no type '{only}'");
            if (parsed.GetValue(format) == "json")
                JsonOutput.WriteObject(terminal, json => BtfListing.WriteJson(json, chosen));
            else
                BtfListing.WriteText(terminal.Out, chosen);
        });
        return command;
    }

    static BtfTypes Load(string source, string? baseFile)
    {
        var below = baseFile is null ? null : Load(baseFile, null);
        return source == Kernel && !File.Exists(source) ? BtfTypes.FromKernel() : BtfTypes.Load(source, below);
    }
}
