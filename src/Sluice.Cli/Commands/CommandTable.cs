using System.CommandLine;

namespace Sluice.Cli.Commands;

/// <summary>All commands, in the order of the help.</summary>
static class CommandTable
{
    /// <summary>Makers of the commands, each given the terminal it works on.</summary>
    public static readonly IReadOnlyList<Func<Terminal, Command>> All =
    [
        RunCommand.Create,
        InspectCommand.Create,
        DisasmCommand.Create,
        AsmCommand.Create,
        BtfCommand.Create,
        GenerateCommand.Create,
        ExecCommand.Create,
        CompletionsCommand.Create,
    ];
}
