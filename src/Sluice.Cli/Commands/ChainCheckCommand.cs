using System.CommandLine;
using Sluice.Bpf.Diagnostics;
using Sluice.Chains.Semantics;
using Sluice.Cli.Chains;
using Sluice.Cli.Output;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice chain check</c>: says what is wrong with scripts.</summary>
static class ChainCheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var files = ScriptFiles();
        var settings = new ScriptSettings();
        var json = CommonOptions.Json();
        var command = new SluiceCommand("check", "Check scripts, and explain every mistake.")
        {
            Arguments = { files },
            Options = { json },
            Examples = ["sluice chain check examples/ddos/ddos.eclat", "sluice chain check examples/ddos/ddos.eclat --json"],
        };
        settings.AddTo(command);
        command.SetAction(parsed =>
        {
            var options = settings.Of(parsed);
            var paths = parsed.GetRequiredValue(files);
            var scripts = paths.Select(path => ScriptSettings.Compile(terminal, path, options)).ToArray();
            if (parsed.GetValue(json))
                JsonOutput.WriteObject(terminal, document => document.Objects("scripts", scripts, script =>
                {
                    document.WriteString("file", script.Script.Span.Source.Path);
                    document.WriteBoolean("passed", script.Unit is not null);
                    document.Objects("diagnostics", script.Diagnostics, finding => ScriptReport.WriteJson(document, finding));
                }));
            else
                WriteText(terminal, scripts);
            return scripts.All(script => script.Unit is not null) ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }

    /// <summary>The scripts that a command takes.</summary>
    public static Argument<string[]> ScriptFiles() => new("FILE")
    {
        Description = "Scripts; - is standard input",
        Arity = ArgumentArity.OneOrMore,
    };

    static void WriteText(Terminal terminal, IEnumerable<CompiledScript> scripts)
    {
        var style = Style.For(terminal);
        foreach (var script in scripts)
        {
            ScriptReport.Write(terminal.Out, script.Diagnostics, style);
            var result = script.Unit is { } unit
                ? style.Green("ok") + $", {(unit.Chains.Length == 1 ? "1 chain" : $"{unit.Chains.Length} chains")}"
                    : style.Red("not ok");
            var summary = DiagnosticText.Summary(script.Diagnostics);
            terminal.Out.WriteLine($"{script.Script.Span.Source.Path}: {result}{(summary.Length > 0 ? ", " : "")}{summary}");
        }
    }
}
