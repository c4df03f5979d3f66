using System.CommandLine;
using Sluice.Cli.Chains;
using Sluice.Cli.Kernel;
using Sluice.Cli.Verification;
using Sluice.Kernel.Links;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice attach</c>: puts a program on an interface, to stay.</summary>
static class AttachCommand
{
    public static Command Create(Terminal terminal)
    {
        var reference = ObjectReference.OrScript();
        var device = AttachmentOptions.Device("The network interface; of a script, in the place of those that it names", isRequired: false);
        var hook = AttachmentOptions.Hook("Where; if nothing is said, xdp for XDP programs, and for others as their section says, else tcx-ingress; without TCX, tc-ingress");
        var mode = CommonOptions.Choice("--mode", "Where an XDP program runs",
            ("auto", XdpMode.Auto), ("native", XdpMode.Native), ("generic", XdpMode.Generic));
        var engine = AttachmentOptions.Engine();
        var pins = AttachmentOptions.Pins();
        var replace = new Option<bool>("--replace") { Description = "Put it in the place of the program of its name, with that one's maps" };
        var priority = new Option<int?>("--priority") { Description = "Its place among several: lower ones run before [default: what the object says, else 50]", HelpName = "N" };
        var force = new Option<bool>("--force") { Description = "Detach an XDP program of somebody else that is there, even libxdp's dispatcher" };
        var set = new Option<string[]>("--set") { Description = "Set a global variable", HelpName = "VAR=VALUE" };
        var tier = TierOption.Create("How a script's chains are executed: compiled as soon as that is ready, by the VM, or as native code");
        var count = CountOption.Create("What a script's chains and functions count for 'sluice status': runs, verdicts and faults; faults alone, which costs nothing; or time, too");
        var settings = new ScriptSettings();
        var command = new SluiceCommand("attach", "Attach a program or a script to a network interface.")
        {
            Arguments = { reference },
            Options = { device, hook, mode, priority, engine, pins, replace, force, set, tier, count },
            Examples =
            [
                "sluice attach examples/firewall/firewall.bpf.o --dev v0",
                "sluice attach examples/firewall/firewall.bpf.o --dev v0 --set packets_per_second=1000",
                "sluice attach examples/drop/drop.bpf.o --dev v0 --priority 10",
                "sluice attach examples/ddos/ddos.eclat --dev v0 --tier interpreted",
                "sluice attach examples/ddos/ddos.eclat --dev v0 --count time",
                "sluice attach examples/flow-stats/flow-stats.bpf.o:count_tx --dev v0 --hook tcx-egress",
                "sluice attach examples/drop/drop.bpf.o --dev v0 --policy verify",
            ],
        };
        var policy = PolicyOptions.AddTo(command, "none; attested if there is a key");
        settings.AddTo(command);
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(reference);
            if (ScriptUnits.IsScript(path))
            {
                RequireNone(parsed, path, hook, mode, priority, replace, force, set);
                if (policy.Read(parsed).Kind != PolicyKind.None)
                    throw new UsageException($"{path}: found a script, expected an object for --policy: the kernel verifies what is made of a script");
                ChainAttachment.Attach(terminal, path, settings.Of(parsed), parsed.GetValue(device), parsed.GetValue(tier),
                    parsed.GetValue(count), parsed.GetRequiredValue(pins));
                return;
            }

            var on = parsed.GetValue(device) ?? throw new UsageException($"{path}: found no interface, expected --dev IF");
            terminal.Out.WriteLine(Attachment.Make(new(ObjectReference.Parse(path), on)
            {
                Variables = parsed.GetValue(set) ?? [],
                Policy = policy.Read(parsed),
                Pins = parsed.GetRequiredValue(pins),
                Hook = parsed.GetValue(hook),
                Mode = parsed.GetValue(mode),
                Priority = parsed.GetValue(priority),
                Replace = parsed.GetValue(replace),
                Force = parsed.GetValue(force),
            }));
        });
        return command;
    }

    // What says how one program of an object is attached means nothing for a script, which has loaders and chains.
    static void RequireNone(ParseResult parsed, string path, params Option[] options)
    {
        if (options.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } given)
            throw new UsageException($"{path}: found {given.Name}, which is for objects; a script says itself where its loaders are attached");
    }
}
