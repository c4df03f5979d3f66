using System.CommandLine;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Instructions;
using Sluice.Cli.Kernel;
using Sluice.Kernel.Inspection;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice prog</c>: the programs in the kernel.</summary>
static class ProgCommand
{
    public static Command Create(Terminal terminal) => new SluiceCommand("prog", "Show the programs in the kernel.")
    {
        Subcommands = { List(terminal), Show(terminal), Dump(terminal) },
        Examples = ["sluice prog list", "sluice prog list --json"],
    };

    static Command List(Terminal terminal)
    {
        var json = CommonOptions.Json();
        var command = new Command("list", "List all programs.") { Options = { json } };
        command.SetAction(parsed => ProgramListing.Write(terminal, KernelPrograms.All(), parsed.GetValue(json)));
        return command;
    }

    static Command Show(Terminal terminal)
    {
        var name = Named();
        var json = CommonOptions.Json();
        var command = new Command("show", "Show the programs of an id, a name or a tag.") { Arguments = { name }, Options = { json } };
        command.SetAction(parsed => ProgramListing.Write(terminal, ProgramListing.Find(parsed.GetRequiredValue(name)), parsed.GetValue(json)));
        return command;
    }

    static Command Dump(Terminal terminal)
    {
        var name = Named();
        var jited = new Option<bool>("--jited") { Description = "Print the machine code, in hexadecimal" };
        var command = new Command("dump", "Print a program's instructions after the verifier's changes.") { Arguments = { name }, Options = { jited } };
        command.SetAction(parsed =>
        {
            foreach (var program in ProgramListing.Find(parsed.GetRequiredValue(name)))
            {
                if (parsed.GetValue(jited))
                    terminal.Out.WriteLine(Convert.ToHexStringLower(KernelPrograms.Jited(program.Id)));
                else
                    Write(terminal.Out, KernelPrograms.Translated(program.Id));
            }
        });
        return command;
    }

    static Argument<string> Named() => new("PROGRAM") { Description = "An id, a name or a tag" };

    static void Write(TextWriter output, byte[] code)
    {
        var instructions = InstructionCodec.Decode(code);
        for (var slot = 0; slot < instructions.Length; slot += instructions[slot].IsWide ? 2 : 1)
            output.WriteLine($"{slot,5}: {Disassembler.Format(instructions.AsSpan(), slot)}");
    }
}
