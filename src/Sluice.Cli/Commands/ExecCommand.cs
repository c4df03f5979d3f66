using System.CommandLine;
using Sluice.Cli.Execution;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice exec</c>: a plugin of the public bpf_conformance suite.</summary>
static class ExecCommand
{
    public static Command Create(Terminal terminal)
    {
        // The suite passes its memory as one word, and options that it does not use as empty ones behind it.
        var memory = new Argument<string[]>("HEX-MEMORY")
        {
            Description = "Memory for the program: bytes in hexadecimal",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var mode = CommonOptions.Mode();
        var elf = new Option<bool>("--elf") { Description = "Standard input is an object whose function is 'main'" };
        var command = new SluiceCommand("exec", "Run bare instructions, in hexadecimal on standard input, and print r0.")
        {
            Arguments = { memory },
            Options = { mode, elf },
            Examples =
            [
                "echo b7 00 00 00 2a 00 00 00 95 00 00 00 00 00 00 00 | sluice exec",
                "printf 'r0 = *(u8 *)(r1 + 1)\\nexit\\n' | sluice asm - --hex | sluice exec 'aa bb cc' --mode interpret",
            ],
        };
        command.SetAction(parsed =>
        {
            var data = BareProgram.ParseHex(string.Join(' ', parsed.GetValue(memory) ?? []), "memory");
            var program = BareProgram.ParseHex(TextInput.Read(terminal, TextInput.Standard), "standard input");
            var result = BareProgram.Run(BareProgram.Link(program, parsed.GetValue(elf)), data, parsed.GetValue(mode));
            terminal.Out.WriteLine($"{result:x}");
        });
        return command;
    }
}
