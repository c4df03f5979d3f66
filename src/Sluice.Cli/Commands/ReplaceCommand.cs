using System.CommandLine;
using Sluice.Cli.Chains;
using Sluice.Cli.Kernel;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice replace</c>: puts a script in the place of the one of its name, between two packets.</summary>
static class ReplaceCommand
{
    public static Command Create(Terminal terminal)
    {
        var script = new Argument<string>("SCRIPT") { Description = "A script (.eclat) whose former version is attached" };
        var device = AttachmentOptions.Device("Only if it is attached to this interface; with its other interfaces, it is replaced there, too", isRequired: false);
        var settings = new ScriptSettings();
        var tier = TierOption.Create("");
        var count = CountOption.Create("");
        (tier.Description, count.Description) = ("How its chains are executed; as before if nothing is said", "What they count for 'sluice status'; as before if nothing is said");
        var engine = AttachmentOptions.Engine();
        var pins = AttachmentOptions.Pins();
        var command = new SluiceCommand("replace", "Replace an attached script: no packet is lost, maps keep their entries.")
        {
            Arguments = { script },
            Options = { device, engine, tier, count, pins },
            Examples = ["sluice replace examples/ddos/ddos.eclat -D DEVNAME v0", "sluice replace examples/ddos/ddos.eclat --dev v0 --tier interpreted"],
        };
        settings.AddTo(command);
        command.SetAction(parsed => ChainAttachment.Replace(terminal, parsed.GetRequiredValue(script), settings.Of(parsed), parsed.GetValue(device),
            parsed.GetResult(tier) is { Implicit: false } ? parsed.GetValue(tier) : null,
            parsed.GetResult(count) is { Implicit: false } ? parsed.GetValue(count) : null, parsed.GetRequiredValue(pins)));
        return command;
    }
}
