using System.CommandLine;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Elf;
using Sluice.Bpf.Instructions;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice asm</c>: instructions and objects from text.</summary>
static class AsmCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "Text as 'sluice disasm' prints it; - is standard input" };
        var output = new Option<string>("--output", "-o") { Description = "The file to write; - is standard output", HelpName = "OBJ" };
        var raw = new Option<bool>("--raw") { Description = "Take bare instructions, and write just their bytes" };
        var hex = new Option<bool>("--hex") { Description = "The same in hexadecimal, as 'sluice exec' reads them" };
        var command = new SluiceCommand("asm", "Assemble an object, or bare instructions.")
        {
            Arguments = { file },
            Options = { output, raw, hex },
            Examples =
            [
                "sluice disasm examples/firewall/firewall.bpf.o | sluice asm - -o firewall.bpf.o",
                "printf 'r0 = 42\\nexit\\n' | sluice asm - --hex",
            ],
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(output) is null && !result.GetValue(hex))
                result.AddError("option -o is required for anything but --hex");
        });
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            var text = TextInput.Read(terminal, path);
            var name = path == TextInput.Standard ? "standard input" : path;
            var bytes = parsed.GetValue(raw) || parsed.GetValue(hex)
                ? InstructionCodec.Encode(Assembler.Assemble(text, name).AsSpan())
                : ElfWriter.Write(Assembler.AssembleObject(text, name));
            if (parsed.GetValue(hex))
                bytes = [.. System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes)), (byte)'\n'];
            BinaryOutput.Write(terminal, parsed.GetValue(output) ?? TextInput.Standard, bytes);
        });
        return command;
    }
}
