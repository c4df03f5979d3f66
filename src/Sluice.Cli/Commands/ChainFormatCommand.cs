using System.CommandLine;
using Sluice.Bpf.Diagnostics;
using Sluice.Chains.Language;
using Sluice.Cli.Chains;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice chain format</c>: puts scripts into the one usual form.</summary>
static class ChainFormatCommand
{
    public static Command Create(Terminal terminal)
    {
        var files = ChainCheckCommand.ScriptFiles();
        var check = new Option<bool>("--check") { Description = "Change nothing; say which files would change, and fail if any would" };
        var command = new SluiceCommand("format", "Put scripts into the usual form; standard input goes to standard output.")
        {
            Arguments = { files },
            Options = { check },
            Examples = ["sluice chain format --check examples/ddos/ddos.eclat",
                "printf 'A=1;B=2\\n' | sluice chain format -"],
        };
        command.SetAction(parsed =>
        {
            var isCheck = parsed.GetValue(check);
            var isGood = true;
            foreach (var path in parsed.GetRequiredValue(files))
                isGood &= Format(terminal, path, isCheck);
            return isGood ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }

    // A script that does not parse stays as it is.
    static bool Format(Terminal terminal, string path, bool isCheck)
    {
        var source = ScriptSettings.Read(terminal, path);
        DiagnosticBag diagnostics = new();
        if (Formatter.Format(source, diagnostics) is not { } text)
        {
            var errors = diagnostics.ToImmutable().Where(found => found.Severity == Severity.Error);
            ScriptReport.Write(terminal.Error, errors, new(terminal.IsErrorTerminal));
            return false;
        }

        var isSame = text == source.Text;
        if (isCheck)
        {
            if (!isSame)
                terminal.Out.WriteLine($"{source.Path}: not in the usual form; run 'sluice chain format {path}'");
            return isSame;
        }

        if (path == TextInput.Standard)
            terminal.Out.Write(text);
        else if (!isSame)
            File.WriteAllText(path, text);
        return true;
    }
}
