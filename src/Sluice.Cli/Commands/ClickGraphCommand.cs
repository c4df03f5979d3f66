using System.CommandLine;
using Sluice.Bpf.Diagnostics;
using Sluice.Cli.Click;
using Sluice.Cli.Output;
using Sluice.Click.Control;
using Sluice.Click.Graph;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice click graph</c>: a picture of a configuration, or of a running router.</summary>
static class ClickGraphCommand
{
    enum Form
    {
        Svg,
        Dot,
    }

    public static Command Create(Terminal terminal)
    {
        ClickFile file = new();
        var form = CommonOptions.Choice("--format", "The form of the picture", ("svg", Form.Svg), ("dot", Form.Dot));
        var output = new Option<string>("--output", "-o") { Description = "Write it to a file", HelpName = "FILE" };
        var socket = new Option<string>("--socket") { Description = "Draw the router that runs with this control socket, with its rates", HelpName = "PATH|PORT" };
        var interval = CommonOptions.Seconds("--interval", "How long rates are measured", 1, least: 0.05, most: 3600);
        var command = new SluiceCommand("graph", "Draw a configuration's graph, or that of a running router with its rates.")
        {
            Options = { form, output, socket, interval },
            Examples =
            [
                "sluice click graph -e 'InfiniteSource -> Queue -> Unqueue -> Discard' -o graph.svg",
                "sluice click graph -e 'InfiniteSource -> Queue -> Unqueue -> Discard' --format dot",
            ],
        };
        file.AddTo(command, withCaptures: false, alternative: socket);
        command.SetAction(parsed =>
        {
            using var client = parsed.GetValue(socket) is { } place ? new ControlClient(ControlEndpoint.Parse(place)) : null;
            var source = client is null ? file.Read(parsed, terminal) : new SourceText("flatconfig", client.Read("flatconfig"));
            var compiled = file.Loader(parsed).Read(source);
            var found = ElementGraph.Resolve(compiled, out var ports);
            if (found.Length > 0)
            {
                ClickFile.Report(terminal.Error, new Style(terminal.IsErrorTerminal), source, found);
                return ExitCode.Failure;
            }

            var notes = client is null ? [] : LiveRates.Measure(client, compiled.Configuration, TimeSpan.FromSeconds(parsed.GetValue(interval)), Units.PacketRate);
            ElementGraph graph = new(compiled.Configuration, ports, notes);
            var text = parsed.GetValue(form) == Form.Svg ? SvgWriter.Write(graph) : DotWriter.Write(graph);
            if (parsed.GetValue(output) is { } path)
                File.WriteAllText(path, text);
            else
                terminal.Out.Write(text);
            return ExitCode.Success;
        });
        return command;
    }
}
