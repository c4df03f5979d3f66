using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Sluice.Cli;

/// <summary>The usual help, then the command's examples.</summary>
sealed class HelpWithExamples : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        Tidy(parseResult.CommandResult.Command);
        new HelpAction().Invoke(parseResult);
        if (parseResult.CommandResult.Command is not SluiceCommand { Examples.Count: > 0 } command)
            return ExitCode.Success;

        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in command.Examples)
            output.WriteLine($"  {example}");
        output.WriteLine();
        return ExitCode.Success;
    }

    // What a command works on is not for its subcommands, and a short name that it uses for something else is not that of the help.
    static void Tidy(Command command)
    {
        foreach (var argument in command.Parents.OfType<Command>().SelectMany(parent => parent.Arguments))
            argument.Hidden = true;
        foreach (var help in Ancestors(command).SelectMany(known => known.Options).OfType<HelpOption>())
        {
            foreach (var alias in help.Aliases.Where(alias => command.Options.Any(option => option is not HelpOption && option.Aliases.Contains(alias))).ToArray())
                help.Aliases.Remove(alias);
        }
    }

    static IEnumerable<Command> Ancestors(Command command) => command.Parents.OfType<Command>().SelectMany(Ancestors).Append(command);
}
