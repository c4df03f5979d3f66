using System.CommandLine;
using Sluice.Bpf.Platform;
using Sluice.Cli.Kernel;
using Sluice.Cli.Output;
using Sluice.Kernel.Features;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice features</c>: what the running kernel has and lacks.</summary>
static class FeaturesCommand
{
    public static Command Create(Terminal terminal)
    {
        var json = CommonOptions.Json();
        var group = CommonOptions.Choice<FeatureGroup>("--group", "Only these features");
        var helpers = new Option<string>("--helpers") { Description = "Show the helpers that programs of this type may call, or all", HelpName = "TYPE" };
        helpers.CompletionSources.Add(_ => Askable().Select(type => new System.CommandLine.Completions.CompletionItem(type.Name)));
        var command = new SluiceCommand("features", "Show what the running kernel has and lacks, found out by trying, and since which release Linux has it.")
        {
            Options = { json, group, helpers },
            Examples = ["sluice features", "sluice features --group maps", "sluice features --helpers xdp", "sluice features --helpers all --json"],
        };
        command.SetAction(parsed =>
        {
            if (!OperatingSystem.IsLinux())
                throw new CommandException("there is no Linux kernel here");
            var report = new FeatureReport(parsed.GetValue(group), Types(parsed.GetValue(helpers)));
            if (parsed.GetValue(json))
                JsonOutput.WriteObject(terminal, report.WriteJson);
            else
                report.WriteText(terminal.Out, Style.For(terminal));
        });
        return command;
    }

    static IEnumerable<ProgramTypeInfo> Types(string? name) => name switch
    {
        null => [],
        "all" => Askable(),
        _ => [Askable().FirstOrDefault(type => type.Name == name)
            ?? throw new UsageException($"--helpers {name}: expected all, or one of {string.Join(", ", Askable().Select(type => type.Name))}")],
    };

    static IEnumerable<ProgramTypeInfo> Askable() => ProgramTypeTable.All.Where(type => !type.IsOwn && HelperSupport.CanAsk(type.Type));
}
