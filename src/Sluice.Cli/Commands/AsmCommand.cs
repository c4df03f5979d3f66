using System.CommandLine;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Instructions;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice asm</c>: instructions and objects from text.</summary>
static class AsmCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "Text as 'sluice disasm' prints it; - is standard input" };
        var hex = new Option<bool>("--hex") { Description = "Print the bytes of bare instructions in hexadecimal, as 'sluice exec' reads them" };
        var command = new SluiceCommand("asm", "Assemble instructions or an object.")
        {
            Arguments = { file },
            Options = { hex },
            Examples = ["printf 'r0 = 42\\nexit\\n' | sluice asm - --hex"],
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            var text = TextInput.Read(terminal, path);
            var bytes = InstructionCodec.Encode(Assembler.Assemble(text, path).AsSpan());
            terminal.Out.WriteLine(Convert.ToHexStringLower(bytes));
        });
        return command;
    }
}
