using System.CommandLine;
using Sluice.Cli.Chains;
using Sluice.Cli.Kernel;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice detach</c>: takes from an interface what <c>sluice attach</c> has put there.</summary>
static class DetachCommand
{
    public static Command Create(Terminal terminal)
    {
        var device = AttachmentOptions.Device();
        var hook = AttachmentOptions.Hook("Only at this hook");
        var program = new Option<string?>("--program") { Description = "Only the program of this name; the others go on", HelpName = "NAME" };
        var pins = AttachmentOptions.Pins();
        var command = new SluiceCommand("detach", "Detach what 'sluice attach' has attached to a network interface.")
        {
            Options = { device, hook, program, pins },
            Examples = ["sluice detach --dev v0", "sluice detach --dev v0 --hook xdp", "sluice detach --dev v0 --program drop"],
        };
        command.SetAction(parsed =>
        {
            var (on, at, name, folder) = (parsed.GetRequiredValue(device), parsed.GetValue(hook), parsed.GetValue(program), parsed.GetRequiredValue(pins));
            var chains = name is null && (at is AttachHook.Any or AttachHook.Xdp) ? ChainAttachment.Detach(on, folder) : [];
            foreach (var line in chains)
                terminal.Out.WriteLine(line);
            foreach (var detached in Attachment.Remove(on, at, name, folder, mayBeNone: chains.Count > 0))
                terminal.Out.WriteLine($"detached {detached}");
        });
        return command;
    }
}
