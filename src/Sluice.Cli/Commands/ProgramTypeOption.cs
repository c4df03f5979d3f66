using System.CommandLine;
using System.CommandLine.Completions;
using Sluice.Bpf.Platform;

namespace Sluice.Cli.Commands;

/// <summary><c>--type</c>: another type than a program's section says.</summary>
static class ProgramTypeOption
{
    public static Option<string?> Create(string description)
    {
        var type = new Option<string?>("--type") { Description = description, HelpName = "T" };
        type.CompletionSources.Add(_ => ProgramTypeTable.All.Select(info => new CompletionItem(info.Name)));
        return type;
    }

    /// <summary>The type of this name; null for null.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static ProgramType? Read(string? name) => name is null ? null
        : ProgramTypeTable.Find(name)?.Type ?? throw new UsageException(
            $"--type {name}: expected one of {string.Join(", ", ProgramTypeTable.All.Select(info => info.Name))}");
}
