using System.CommandLine;
using Sluice.Cli.Chains;
using Sluice.Cli.Kernel;
using Sluice.Cli.Output;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice status</c>: which programs are on which interfaces.</summary>
static class StatusCommand
{
    public static Command Create(Terminal terminal)
    {
        var json = CommonOptions.Json();
        var measure = CommonOptions.Seconds("--measure", "Count runs for so many seconds", 0, most: 3600);
        var watch = new Option<bool>("--watch") { Description = "Show it again and again until Ctrl-C; with --json, a line each time" };
        var interval = CommonOptions.Seconds("--interval", "With --watch, so many seconds between", 1, least: 0.01);
        var count = CommonOptions.Number("--count", "With --watch, end after so many times [default: until Ctrl-C]", fallback: null, least: 1);
        var pins = AttachmentOptions.Pins();
        var command = new SluiceCommand("status", "Show the programs on the network interfaces, in the order in which they run, and what chains have counted.")
        {
            Options = { json, measure, watch, interval, count, pins },
            Examples = ["sluice status", "sluice status --json", "sluice status --measure 0.2", "sluice status --watch --interval 0.2 --count 2"],
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(watch))
            {
                InterfaceStatus.Watch(TimeSpan.FromSeconds(parsed.GetValue(interval)), CommonOptions.MostOf(parsed, count), lines => Show(terminal, lines, parsed.GetValue(json)));
                return;
            }

            var lines = InterfaceStatus.Read(TimeSpan.FromSeconds(parsed.GetValue(measure)));
            var chains = ChainStatus.Read(parsed.GetRequiredValue(pins));
            if (parsed.GetValue(json))
            {
                JsonOutput.WriteObject(terminal, document =>
                {
                    InterfaceStatus.WriteJson(document, lines);
                    ChainStatus.WriteJson(document, chains);
                });
                return;
            }

            InterfaceStatus.WriteText(terminal.Out, Style.For(terminal), lines);
            ChainStatus.WriteText(terminal.Out, Style.For(terminal), chains);
        });
        return command;
    }

    // On a terminal each takes the place of the one before (ECMA-48: cursor home, erase below).
    static void Show(Terminal terminal, IReadOnlyList<InterfaceStatus> lines, bool isJson)
    {
        if (isJson)
        {
            JsonOutput.WriteLine(terminal, json =>
            {
                json.WriteString("time", DateTimeOffset.Now);
                InterfaceStatus.WriteJson(json, lines);
            });
            return;
        }

        terminal.Out.Write(terminal.IsOutputTerminal ? "\x1b[H\x1b[J" : "");
        InterfaceStatus.WriteText(terminal.Out, Style.For(terminal), lines);
        terminal.Out.Flush();
    }
}
