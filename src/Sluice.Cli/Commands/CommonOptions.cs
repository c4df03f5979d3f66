using System.CommandLine;

namespace Sluice.Cli.Commands;

/// <summary>Options and arguments that several commands have.</summary>
static class CommonOptions
{
    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document instead of text" };

    /// <summary><c>--seed</c>.</summary>
    public static Option<ulong?> Seed(string description) => new("--seed") { Description = description, HelpName = "N" };

    /// <summary>An object file.</summary>
    public static Argument<string> Object() => new("OBJ") { Description = "An eBPF object file (.o)" };
}
