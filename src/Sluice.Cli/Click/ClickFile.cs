using System.CommandLine;
using System.CommandLine.Parsing;
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
    /// <param name="command">The command.</param>
    /// <param name="withCaptures">Can captures take the place of devices?</param>
    /// <param name="alternative">An option with which no configuration is named; null for none.</param>
    public void AddTo(Command command, bool withCaptures, Option? alternative = null)
    {
        command.Arguments.Add(_words);
        command.Options.Add(_expression);
        command.Validators.Add(result => Validate(result, alternative));
        if (!withCaptures)
            return;
        command.Options.Add(_inputs);
        command.Options.Add(_outputs);
    }

    /// <summary>Are there captures to take packets from?</summary>
    public bool HasCaptures(CommandResult result) => result.GetResult(_inputs) is not null;

    /// <summary>The text.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public SourceText Read(ParseResult parsed, Terminal terminal) => parsed.GetValue(_expression) is { } text
        ? new("expression", text)
        : Files(parsed)[0] is var file && file == TextInput.Standard ? new("standard input", TextInput.Read(terminal, file)) : new(file, TextInput.Read(terminal, file));

    /// <summary>Reads configurations as the command line says.</summary>
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

    void Validate(CommandResult result, Option? alternative)
    {
        var files = FilesAmong(result.GetValue(_words));
        var isElsewhere = alternative is not null && result.GetResult(alternative) is not null;
        if (files.FirstOrDefault(word => word.StartsWith('-') && word != TextInput.Standard) is { } unknown)
            result.AddError($"found no option '{unknown}'");
        else if (result.GetValue(_expression) is not null && files.Length > 0)
            result.AddError($"found the file '{files[0]}' beside --expression, expected one of them");
        else if (isElsewhere && (files.Length > 0 || result.GetValue(_expression) is not null))
            result.AddError($"found a configuration beside {alternative!.Name}, expected one of them");
        else if (files.Length > 1)
            result.AddError($"found {files.Length} files, expected one configuration");
        else if (files.Length == 0 && result.GetValue(_expression) is null && !isElsewhere)
            result.AddError("found no configuration, expected a file, or --expression");
        foreach (var option in new[] { _inputs, _outputs })
        {
            foreach (var text in result.GetResult(option) is null ? [] : result.GetValue(option) ?? [])
            {
                if (text.Split('=', 2) is not [{ Length: > 0 }, { Length: > 0 }])
                    result.AddError($"{option.Name} {text}: expected DEV=CAPTURE");
            }
        }
    }

    string[] Files(ParseResult parsed) => FilesAmong(parsed.GetValue(_words));

    static string[] FilesAmong(string[]? words) => [.. (words ?? []).Where(word => !IsDefinition(word))];

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
            pairs[parts[0]] = parts[1];
        }

        return pairs;
    }
}
