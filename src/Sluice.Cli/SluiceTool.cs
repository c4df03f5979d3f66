using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Btf.Values;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Chains.Code;
using Sluice.Chains.Deployment;
using Sluice.Chains.Functions;
using Sluice.Chains.Machine;
using Sluice.Chains.Machine.Words;
using Sluice.Cli.Commands;
using Sluice.Click.Control;
using Sluice.Click.Handlers;
using Sluice.Kernel.Errors;
using Sluice.Packets;
using Sluice.Runtime.Code;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps;
using Sluice.Runtime.Memory;

namespace Sluice.Cli;

/// <summary>The <c>sluice</c> command: reads the command line, runs the command, turns errors into one line.</summary>
public static class SluiceTool
{
    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(string[] args, Terminal terminal)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        ArgumentNullException.ThrowIfNull(args);
        args = Chains.ScriptSettings.JoinDefinitions(args);
        var parsed = Root(args, terminal).Parse(args);
        try
        {
            if (parsed.Errors.Count > 0)
                return Misused(parsed, MisuseText.Describe(parsed), terminal);
            var code = parsed.Invoke(new() { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false });
            terminal.Out.Flush();
            return code;
        }
        catch (ClosedOutputException)
        {
            return ExitCode.Failure; // As other tools, without a word: whoever closed it knows.
        }
        catch (UsageException error)
        {
            return Misused(parsed, [error.Message], terminal);
        }
        catch (Exception error) when (IsExpected(error))
        {
            FlushWhatCanBe(terminal.Out);
            var message = error is IOException or UnauthorizedAccessException ? FileErrors.Describe(error) : error.Message;
            foreach (var line in Harmless(message).Split('\n'))
                terminal.Error.WriteLine(line.StartsWith(' ') ? line : $"sluice: {line}"); // An indented line goes on.
            return ExitCode.Failure;
        }
    }

    // The error to report may be that the output takes no more.
    static void FlushWhatCanBe(TextWriter output)
    {
        try
        {
            output.Flush();
        }
        catch (IOException)
        {
        }
    }

    static RootCommand Root(string[] args, Terminal terminal)
    {
        var root = new RootCommand("Composable eBPF network functions: run, inspect and assemble eBPF programs.");
        foreach (var option in root.Options.Where(option => option is HelpOption or VersionOption).ToArray())
            root.Options.Remove(option);
        root.Options.Add(new VersionOption { Action = new PlainVersion() });
        root.Options.Add(new HelpOption("--help", "-h") { Action = new HelpWithExamples() });
        foreach (var command in CommandTable.For(args, terminal))
        {
            RefuseEmptyWords(command);
            root.Subcommands.Add(command);
        }

        return root;
    }

    // An empty word, most often an unset variable of a script, names nothing.
    static void RefuseEmptyWords(Command command)
    {
        foreach (var argument in command.Arguments.OfType<Argument<string>>())
            argument.Validators.Add(result => RefuseEmpty(result, argument.Name, result.Tokens));
        foreach (var option in command.Options.OfType<Option<string>>())
            option.Validators.Add(result => RefuseEmpty(result, option.Name, result.Tokens));
        foreach (var child in command.Subcommands)
            RefuseEmptyWords(child);
    }

    static void RefuseEmpty(SymbolResult result, string name, IReadOnlyList<Token> words)
    {
        if (words is [{ Value: "" }])
            result.AddError($"{name}: found an empty word");
    }

    // What a hostile file put into a message shall not reach the terminal as a control sequence.
    static string Harmless(string text) => string.Concat(text.Select(character =>
        char.IsControl(character) && character is not ('\n' or '\t') ? $"\\x{(int)character:x2}" : character.ToString()));

    static int Misused(ParseResult parsed, IEnumerable<string> messages, Terminal terminal)
    {
        foreach (var message in messages)
            terminal.Error.WriteLine($"sluice: {Harmless(message)}");
        terminal.Error.WriteLine($"sluice: try '{MisuseText.PathOf(parsed)} --help'");
        return ExitCode.Usage;
    }

    /// <summary>Is it bad input, or a world that does not play along? Anything else is a fault of ours and shows its stack.</summary>
    internal static bool IsExpected(Exception error) => error
        is CommandException or BpfFormatException or AssemblyException or BpfLinkException or BpfVariableException
        or BpfLoadException or BpfFaultException or BpfMapException or MapCreationException or NativeMemoryException
        or KernelException or LoadRefusedException or CaptureFormatException or HandlerException or ControlException or BtfValueException or FormatException or IOException or UnauthorizedAccessException
        or BpfComposeException or ChainCodeException or ChainDeploymentException or ChainSpaceException or FunctionFormatException or WordCodeException;
}
