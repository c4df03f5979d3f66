using System.CommandLine;

namespace Sluice.Cli.Commands;

/// <summary>All commands, in the order of the help.</summary>
static class CommandTable
{
    static readonly (string Name, Func<Terminal, Command> Create)[] s_all =
    [
        ("run", RunCommand.Create),
        ("inspect", InspectCommand.Create),
        ("verify", VerifyCommand.Create),
        ("key", KeyCommand.Create),
        ("sign", SignCommand.Create),
        ("check", CheckCommand.Create),
        ("fuzz", FuzzCommand.Create),
        ("disasm", DisasmCommand.Create),
        ("asm", AsmCommand.Create),
        ("btf", BtfCommand.Create),
        ("generate", GenerateCommand.Create),
        ("exec", ExecCommand.Create),
        ("chain", ChainCommand.Create),
        ("click", ClickCommand.Create),
        ("attach", AttachCommand.Create),
        ("replace", ReplaceCommand.Create),
        ("detach", DetachCommand.Create),
        ("status", StatusCommand.Create),
        ("prog", ProgCommand.Create),
        ("map", MapCommand.Create),
        ("link", LinkCommand.Create),
        ("trace", TraceCommand.Create),
        ("features", FeaturesCommand.Create),
        ("completions", CompletionsCommand.Create),
    ];

    /// <summary>The commands that matter for a command line: the one it names, or all.</summary>
    /// <remarks>Making a command costs a millisecond or two, which a tool that is called often should not spend eight
    /// times.</remarks>
    public static IEnumerable<Command> For(string[] args, Terminal terminal)
    {
        if (args is ["--version"])
            return [];
        var named = args.Length == 0 ? -1 : Array.FindIndex(s_all, command => command.Name == args[0]);
        return (named < 0 ? s_all : s_all[named..(named + 1)]).Select(command => command.Create(terminal));
    }
}
