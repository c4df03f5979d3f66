using System.CommandLine;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice completions</c>: scripts that make a shell ask sluice itself what may follow.</summary>
static class CompletionsCommand
{
    // Each asks for suggestions with the [suggest] directive that System.CommandLine answers.
    static readonly Dictionary<string, string> s_scripts = new()
    {
        ["bash"] = """
            _sluice() {
              local IFS=$'\n' line="${COMP_LINE:0:$COMP_POINT}"
              local word="${line##* }"
              COMPREPLY=($(compgen -W "$(sluice "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "$word"))
              # bash takes a colon for the end of a word, and replaces only what follows it.
              [[ "$word" != *:* ]] || COMPREPLY=("${COMPREPLY[@]#"${word%:*}:"}")
              [ "${#COMPREPLY[@]}" -gt 0 ] || compopt -o default
            }
            complete -F _sluice sluice
            """,
        ["zsh"] = """
            #compdef sluice
            _sluice() {
              local -a words_found
              words_found=("${(@f)$(sluice "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
              compadd -a words_found
              _files
            }
            compdef _sluice sluice
            """,
        ["fish"] = """
            function __sluice_complete
              set -l line (commandline -cp)
              sluice "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete -c sluice -a '(__sluice_complete)'
            """,
    };

    public static Command Create(Terminal terminal)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong([.. s_scripts.Keys]);
        var command = new SluiceCommand("completions", "Print a script that completes sluice's commands in a shell.")
        {
            Arguments = { shell },
            Examples = ["source <(sluice completions bash)", "sluice completions fish > ~/.config/fish/completions/sluice.fish"],
        };
        command.SetAction(parsed => terminal.Out.WriteLine(s_scripts[parsed.GetRequiredValue(shell)]));
        return command;
    }
}
