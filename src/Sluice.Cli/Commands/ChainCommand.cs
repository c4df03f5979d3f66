using System.CommandLine;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice chain</c>: scripts that compose functions.</summary>
static class ChainCommand
{
    public static Command Create(Terminal terminal) =>
        new SluiceCommand("chain", "Check, format and build scripts that compose network functions.")
        {
            Subcommands =
        {
            ChainCheckCommand.Create(terminal), ChainFormatCommand.Create(terminal), ChainBuildCommand.Create(terminal),
            ChainListCommand.Create(terminal), ChainShowCommand.Create(terminal),
            ChainFunctionsCommand.Create(terminal),
        },
            Examples =
        [
            "sluice chain check examples/ddos/ddos.eclat -D DEVNAME eth0",
            "sluice chain format --check examples/ddos/ddos.eclat",
        ],
        };
}
