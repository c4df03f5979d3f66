using System.CommandLine;
using Sluice.Cli.Kernel;
using Sluice.Kernel.Links;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice attach</c>: puts a program on an interface, to stay.</summary>
static class AttachCommand
{
    public static Command Create(Terminal terminal)
    {
        var reference = ObjectReference.Argument();
        var device = AttachmentOptions.Device();
        var hook = AttachmentOptions.Hook("Where; for XDP programs xdp, for others tcx-ingress if nothing is said");
        var mode = CommonOptions.Choice("--mode", "Where an XDP program runs",
            ("auto", XdpMode.Auto), ("native", XdpMode.Native), ("generic", XdpMode.Generic));
        var pins = AttachmentOptions.Pins();
        var replace = new Option<bool>("--replace") { Description = "Put it in the place of the program of its name, with that one's maps" };
        var set = new Option<string[]>("--set") { Description = "Set a global variable", HelpName = "VAR=VALUE" };
        var command = new SluiceCommand("attach", "Attach a program to a network interface.")
        {
            Arguments = { reference },
            Options = { device, hook, mode, pins, replace, set },
            Examples =
            [
                "sluice attach examples/firewall/firewall.bpf.o --dev v0",
                "sluice attach examples/firewall/firewall.bpf.o --dev v0 --set packets_per_second=1000",
                "sluice attach examples/flow-stats/flow-stats.bpf.o:count_tx --dev v0 --hook tcx-egress",
            ],
        };
        command.SetAction(parsed => terminal.Out.WriteLine(Attachment.Make(
            ObjectReference.Parse(parsed.GetRequiredValue(reference)), parsed.GetValue(set) ?? [], parsed.GetRequiredValue(device),
            parsed.GetValue(hook), parsed.GetValue(mode), parsed.GetRequiredValue(pins), parsed.GetValue(replace))));
        return command;
    }
}
