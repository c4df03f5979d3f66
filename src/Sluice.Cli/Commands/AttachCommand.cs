using System.CommandLine;
using Sluice.Cli.Kernel;
using Sluice.Cli.Verification;
using Sluice.Kernel.Links;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice attach</c>: puts a program on an interface, to stay.</summary>
static class AttachCommand
{
    public static Command Create(Terminal terminal)
    {
        var reference = ObjectReference.Argument();
        var device = AttachmentOptions.Device();
        var hook = AttachmentOptions.Hook("Where; if nothing is said, xdp for XDP programs, and for others as their section says, else tcx-ingress; without TCX, tc-ingress");
        var mode = CommonOptions.Choice("--mode", "Where an XDP program runs",
            ("auto", XdpMode.Auto), ("native", XdpMode.Native), ("generic", XdpMode.Generic));
        var pins = AttachmentOptions.Pins();
        var replace = new Option<bool>("--replace") { Description = "Put it in the place of the program of its name, with that one's maps" };
        var priority = new Option<int?>("--priority") { Description = "Its place among several: lower ones run before [default: what the object says, else 50]", HelpName = "N" };
        var force = new Option<bool>("--force") { Description = "Detach an XDP program of somebody else that is there, even libxdp's dispatcher" };
        var set = new Option<string[]>("--set") { Description = "Set a global variable", HelpName = "VAR=VALUE" };
        var command = new SluiceCommand("attach", "Attach a program to a network interface.")
        {
            Arguments = { reference },
            Options = { device, hook, mode, priority, pins, replace, force, set },
            Examples =
            [
                "sluice attach examples/firewall/firewall.bpf.o --dev v0",
                "sluice attach examples/firewall/firewall.bpf.o --dev v0 --set packets_per_second=1000",
                "sluice attach examples/drop/drop.bpf.o --dev v0 --priority 10",
                "sluice attach examples/flow-stats/flow-stats.bpf.o:count_tx --dev v0 --hook tcx-egress",
                "sluice attach examples/drop/drop.bpf.o --dev v0 --policy verify",
            ],
        };
        var policy = PolicyOptions.AddTo(command, "none; attested if there is a key");
        command.SetAction(parsed => terminal.Out.WriteLine(Attachment.Make(
            new(ObjectReference.Parse(parsed.GetRequiredValue(reference)), parsed.GetRequiredValue(device))
            {
                Variables = parsed.GetValue(set) ?? [],
                Policy = policy.Read(parsed),
                Pins = parsed.GetRequiredValue(pins),
                Hook = parsed.GetValue(hook),
                Mode = parsed.GetValue(mode),
                Priority = parsed.GetValue(priority),
                Replace = parsed.GetValue(replace),
                Force = parsed.GetValue(force),
            })));
        return command;
    }
}
