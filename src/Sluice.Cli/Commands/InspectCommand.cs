using System.CommandLine;
using Sluice.Bpf.Objects;
using Sluice.Cli.Inspection;
using Sluice.Cli.Output;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice inspect</c>: what an object holds.</summary>
static class InspectCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = CommonOptions.Object();
        var json = CommonOptions.Json();
        var command = new SluiceCommand("inspect", "Show an object's programs, maps, variables and types.")
        {
            Arguments = { file },
            Options = { json },
            Examples =
            [
                "sluice inspect examples/firewall/firewall.bpf.o",
                "sluice inspect examples/load-balancer/load-balancer.bpf.o --json",
            ],
        };
        command.SetAction(parsed =>
        {
            var summary = ObjectSummary.Of(BpfObject.Load(parsed.GetRequiredValue(file)));
            if (parsed.GetValue(json))
                JsonOutput.WriteObject(terminal, document => ObjectJson.Write(document, summary));
            else
                ObjectText.Write(terminal.Out, Style.For(terminal), summary);
        });
        return command;
    }
}
