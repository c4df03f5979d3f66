using System.CommandLine;
using System.Globalization;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Btf.C;
using Sluice.Cli.Output;
using Sluice.Cli.Types;
using Sluice.Kernel.Inspection;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice btf</c>: the types of an object, a file or the running kernel.</summary>
static class BtfCommand
{
    const string Kernel = "vmlinux", List = "list", Id = "id:";

    public static Command Create(Terminal terminal)
    {
        var source = new Argument<string>("FILE") { Description = "An object, raw BTF, vmlinux for the running kernel's, id:N for what a program was loaded with, or list" };
        var format = CommonOptions.Choice(
            "--format", "C declarations, or records as bpftool lists them",
            ("c", TypeFormat.C), ("raw", TypeFormat.Raw), ("json", TypeFormat.Json));
        var name = new Option<string>("--type") { Description = "Only types of this name", HelpName = "NAME" };
        var baseFile = new Option<string>("--base") { Description = "What split BTF builds upon: a file, or vmlinux", HelpName = "FILE" };
        var preserve = new Option<bool>("--core") { Description = "In C, mark types with preserve_access_index, as vmlinux.h does" };
        var command = new SluiceCommand("btf", "Print types.")
        {
            Arguments = { source },
            Options = { format, name, baseFile, preserve },
            Examples =
            [
                "sluice btf examples/firewall/firewall.bpf.o",
                "sluice btf examples/firewall/firewall.bpf.o --type bucket",
                "sluice btf examples/events/events.bpf.o --format json",
                "sluice btf vmlinux --type xdp_md --format raw",
                "sluice btf vmlinux --core > vmlinux.h",
                "sluice btf list",
            ],
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetRequiredValue(source) == List && !File.Exists(List))
            {
                BtfListing.WriteLoaded(terminal, parsed.GetValue(format) == TypeFormat.Json);
                return;
            }

            var types = Load(parsed.GetRequiredValue(source), parsed.GetValue(baseFile));
            var only = parsed.GetValue(name);
            var chosen = only is null ? types.Own.ToArray() : [.. types.FindAll(only)];
            if (only is not null && chosen.Length == 0)
                throw new CommandException($"{parsed.GetRequiredValue(source)}: found no type '{only}'");
            switch (parsed.GetValue(format))
            {
                case TypeFormat.Json:
                    JsonOutput.WriteObject(terminal, json => BtfListing.WriteJson(json, chosen));
                    break;
                case TypeFormat.Raw:
                    BtfListing.WriteText(terminal.Out, chosen);
                    break;
                case var _ when only is null:
                    BtfCFormatter.WriteAll(types, terminal.Out, parsed.GetValue(preserve));
                    break;
                default:
                    foreach (var type in chosen)
                        terminal.Out.WriteLine(BtfCFormatter.Define(type));
                    break;
            }
        });
        return command;
    }

    /// <summary>The types of an object, of a file of raw BTF, of the running kernel, or of what is loaded there.</summary>
    public static BtfTypes Load(string source, string? baseFile = null)
    {
        if (source.StartsWith(Id, StringComparison.Ordinal) && int.TryParse(source.AsSpan(Id.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return KernelBtf.Read(id);
        var below = baseFile is null ? null : Load(baseFile, null);
        return source == Kernel && !File.Exists(source) ? BtfTypes.FromKernel() : BtfTypes.Load(source, below);
    }
}
