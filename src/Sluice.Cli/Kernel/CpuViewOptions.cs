using System.CommandLine;
using Sluice.Cli.Execution;

namespace Sluice.Cli.Kernel;

/// <summary><c>--sum</c>, <c>--max</c> and <c>--all</c>: what to show of values for each CPU.</summary>
sealed class CpuViewOptions
{
    readonly (Option<bool> Option, CpuView View)[] _options =
    [
        (new("--sum") { Description = "Of values for each CPU, show the sum" }, CpuView.Sum),
        (new("--max") { Description = "Of values for each CPU, show the largest" }, CpuView.Max),
        (new("--all") { Description = "Of values for each CPU, show all, and no sum" }, CpuView.All),
    ];

    /// <summary>Gives the options to a command, which takes at most one of them.</summary>
    public void AddTo(Command command)
    {
        foreach (var (option, _) in _options)
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (_options.Count(entry => result.GetValue(entry.Option)) > 1)
                result.AddError("--sum, --max, --all: expected one of them");
        });
    }

    /// <summary>What was asked for.</summary>
    public CpuView Of(ParseResult parsed) =>
        _options.Where(entry => parsed.GetValue(entry.Option)).Select(entry => entry.View).FirstOrDefault(CpuView.SumAndAll);
}
