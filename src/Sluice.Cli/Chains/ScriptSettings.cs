using System.CommandLine;
using Sluice.Bpf.Diagnostics;
using Sluice.Chains.Functions;
using Sluice.Chains.Semantics;

namespace Sluice.Cli.Chains;

/// <summary>The options that every command has that takes scripts.</summary>
sealed class ScriptSettings
{
    readonly Option<string[]> _definitions = new("-D")
    {
        Description = "Put VALUE wherever the script has the word or the string NAME",
        HelpName = "NAME VALUE",
        AllowMultipleArgumentsPerToken = false,
    };

    readonly Option<string[]> _packages = new("--packages")
    {
        Description = "A folder whose folders are packages of functions; those it has come before the shipped ones",
        HelpName = "DIR",
    };

    /// <summary>Adds only the one that says where packages are.</summary>
    public void AddPackagesTo(Command command) => command.Options.Add(_packages);

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_definitions);
        AddPackagesTo(command);
        command.Validators.Add(result =>
        {
            foreach (var word in result.GetValue(_definitions) ?? [])
            {
                if (word.IndexOf('=', StringComparison.Ordinal) < 1)
                    result.AddError($"-D {word}: expected a name and a value");
            }
        });
    }

    /// <summary>What they say.</summary>
    public ScriptOptions Of(ParseResult parsed)
    {
        Dictionary<string, string> definitions = [];
        foreach (var word in parsed.GetValue(_definitions) ?? [])
            definitions[word[..word.IndexOf('=', StringComparison.Ordinal)]] = word[(word.IndexOf('=',
                StringComparison.Ordinal) + 1)..];
        var folders = parsed.GetValue(_packages) ?? [];
        return new()
        {
            Definitions = definitions,
            Catalogue = folders.Length == 0 ? PackageCatalogue.Shipped : new PackageCatalogue(folders),
        };
    }

    /// <summary>Compiles a script.</summary>
    /// <param name="terminal">Where <c>-</c> is read from.</param>
    /// <param name="path">The script.</param>
    /// <param name="options">What it is compiled with.</param>
    public static CompiledScript Compile(Terminal terminal, string path, ScriptOptions options) =>
        ScriptCompiler.Compile(Read(terminal, path), options);

    /// <summary>The text of a script.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SourceText Read(Terminal terminal, string path) =>
        new(path == TextInput.Standard ? "standard input" : path, TextInput.Read(terminal, path));

    /// <summary>Makes <c>-D NAME VALUE</c>, as published, one option with one word: <c>-D NAME=VALUE</c>.</summary>
    public static string[] JoinDefinitions(string[] args)
    {
        List<string> joined = [];
        for (var index = 0; index < args.Length; index++)
        {
            joined.Add(args[index]);
            if (args[index] != "-D" || index + 2 >= args.Length || args[index + 1].Contains('='))
                continue;
            joined.Add($"{args[index + 1]}={args[index + 2]}");
            index += 2;
        }

        return [.. joined];
    }
}
