using System.CommandLine;
using Sluice.Bpf.Diagnostics;
using Sluice.Cli.Chains;
using Sluice.Cli.Output;
using Sluice.Click.Configuration;

namespace Sluice.Cli.Click;

/// <summary>The configuration that a command works on: a file or an expression, values of its variables, captures for its devices.</summary>
sealed class ClickFile
{
    readonly Argument<string[]> _words = new("FILE")
    {
        Description = "The configuration (- is standard input), and values of its variables, NAME=VALUE",
        Arity = ArgumentArity.ZeroOrMore,
    };

    readonly Option<string> _expression = new("--expression", "-e") { Description = "The configuration itself, instead of a file", HelpName = "TEXT" };

    readonly Option<string[]> _inputs = new("--in") { Description = "Take packets from a capture instead of a device", HelpName = "DEV=CAPTURE" };

    readonly Option<string[]> _outputs = new("--out") { Description = "Write packets to a capture instead of a device", HelpName = "DEV=CAPTURE" };

    /// <summary>Gives a command its arguments and options.</summary>
    public void AddTo(Command command, bool withCaptures)
    {
        command.Arguments.Add(_words);
        command.Options.Add(_expression);
        if (!withCaptures)
            return;
        command.Options.Add(_inputs);
        command.Options.Add(_outputs);
    }

    /// <summary>Was any configuration named?</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_expression) is not null || Files(parsed).Length > 0;

    /// <summary>Are there captures to take packets from?</summary>
    public bool HasCaptures(ParseResult parsed) => parsed.GetValue(_inputs) is { Length: > 0 };

    /// <summary>The text.</summary>
    /// <exception cref="UsageException">None is named, or more than one.</exception>
    public SourceText Read(ParseResult parsed, Terminal terminal)
    {
        var files = Files(parsed);
        if (parsed.GetValue(_expression) is { } text)
            return files.Length == 0 ? new("expression", text) : throw new UsageException($"found the file '{files[0]}' beside --expression, expected one of them");
        return files.Length == 1 ? new(files[0] == TextInput.Standard ? "standard input" : files[0], TextInput.Read(terminal, files[0]))
            : throw new UsageException(files.Length == 0 ? "found no configuration, expected a file, or --expression" : $"found {files.Length} files, expected one configuration");
    }

    /// <summary>Reads configurations as the command line says.</summary>
    /// <exception cref="UsageException">A capture is named wrongly.</exception>
    public ConfigurationLoader Loader(ParseResult parsed)
    {
        var captures = new CaptureDevices(Pairs(parsed, _inputs), Pairs(parsed, _outputs));
        var folders = Files(parsed).Select(file => Path.GetDirectoryName(Path.GetFullPath(file)) ?? ".")
            .Concat((Environment.GetEnvironmentVariable("CLICKPATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        return new(ConfigurationLoader.DefaultOptions with
        {
            Definitions = Definitions(parsed),
            ReadLibrary = name => folders.Append(".").Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is { } path ? File.ReadAllText(path) : null,
        })
        { Rewrite = captures.Replace };
    }

    /// <summary>Shows what is wrong, and how much.</summary>
    public static void Report(TextWriter output, Style style, SourceText source, IReadOnlyCollection<Diagnostic> found)
    {
        ScriptReport.Write(output, found, style);
        output.WriteLine($"{source.Path}: {style.Red("not ok")}, {DiagnosticText.Summary(found)}");
    }

    string[] Files(ParseResult parsed) => [.. (parsed.GetValue(_words) ?? []).Where(word => !IsDefinition(word))];

    Dictionary<string, string> Definitions(ParseResult parsed)
    {
        Dictionary<string, string> values = [];
        foreach (var word in (parsed.GetValue(_words) ?? []).Where(IsDefinition))
        {
            var parts = word.Split('=', 2);
            values[parts[0]] = parts[1];
        }

        return values;
    }

    // A name without a slash or a dot before the first equals sign is no path.
    static bool IsDefinition(string word) =>
        word.IndexOf('=', StringComparison.Ordinal) is var end and > 0 && word[..end].All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    static Dictionary<string, string> Pairs(ParseResult parsed, Option<string[]> option)
    {
        Dictionary<string, string> pairs = [];
        foreach (var text in parsed.GetValue(option) ?? [])
        {
            var parts = text.Split('=', 2);
            if (parts is not [{ Length: > 0 }, { Length: > 0 }])
                throw new UsageException($"{option.Name} {text}: expected DEV=CAPTURE");
            pairs[parts[0]] = parts[1];
        }

        return pairs;
    }
}
