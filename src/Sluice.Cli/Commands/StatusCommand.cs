using System.CommandLine;
using Sluice.Cli.Kernel;
using Sluice.Cli.Output;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice status</c>: which programs are on which interfaces.</summary>
static class StatusCommand
{
    public static Command Create(Terminal terminal)
    {
        var json = CommonOptions.Json();
        var measure = new Option<double>("--measure") { Description = "Count runs for so many seconds", HelpName = "SECONDS" };
        var command = new SluiceCommand("status", "Show the programs on the network interfaces, in the order in which they run.")
        {
            Options = { json, measure },
            Examples = ["sluice status", "sluice status --json", "sluice status --measure 0.2"],
        };
        command.SetAction(parsed =>
        {
            var seconds = parsed.GetValue(measure);
            if (!(seconds is >= 0 and <= 3600))
                throw new CommandException($"--measure {seconds}: expected seconds, from 0 to 3600");
            var lines = InterfaceStatus.Read(TimeSpan.FromSeconds(seconds));
            if (parsed.GetValue(json))
                JsonOutput.WriteObject(terminal, document => InterfaceStatus.WriteJson(document, lines));
            else
                InterfaceStatus.WriteText(terminal.Out, Style.For(terminal), lines);
        });
        return command;
    }
}
