using System.CommandLine;
using System.Text;
using Sluice.Bpf.Elf;
using Sluice.Chains.Code.Text;
using Sluice.Chains.Deployment;
using Sluice.Chains.Language;
using Sluice.Cli.Chains;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice chain build</c>: what becomes of a script, at each step.</summary>
static class ChainBuildCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "A script; - is standard input" };
        var emit = CommonOptions.Choice("--emit", "What to make: the eBPF object, the script's structure, intermediate code, HIKe bytecode, a graph for Graphviz",
            ("bpf", ChainEmission.Bpf), ("ast", ChainEmission.Ast), ("code", ChainEmission.Code), ("bytecode", ChainEmission.Bytecode), ("graph", ChainEmission.Graph));
        var output = new Option<string>("--output", "-o") { Description = "The file to write; - is standard output", HelpName = "FILE" };
        var settings = new ScriptSettings();
        var command = new SluiceCommand("build", "Compile a script, and write what became of it.")
        {
            Arguments = { file },
            Options = { emit, output },
            Examples =
            [
                "sluice chain build examples/ddos/ddos.eclat -o ddos.bpf.o",
                "sluice chain build examples/ddos/ddos.eclat --emit bytecode",
                "sluice chain build examples/ddos/ddos.eclat --emit graph",
            ],
        };
        settings.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(emit) == ChainEmission.Bpf && result.GetValue(output) is null)
                result.AddError("option -o is required for an object");
        });
        command.SetAction(parsed =>
        {
            var options = settings.Of(parsed);
            var path = parsed.GetRequiredValue(file);
            var kind = parsed.GetValue(emit);
            var unit = ScriptUnits.Compile(terminal, path, options, out var script);
            var bytes = kind switch
            {
                ChainEmission.Bpf => ElfWriter.Write(ChainComposer.Compose(unit, ScriptUnits.PackagesOf(options)).Object),
                ChainEmission.Ast => Encoding.UTF8.GetBytes(SyntaxTreeText.Write(script)),
                ChainEmission.Code => Encoding.UTF8.GetBytes(ChainPrinter.Print(unit)),
                ChainEmission.Bytecode => Encoding.UTF8.GetBytes(BytecodeText.Write(unit)),
                _ => Encoding.UTF8.GetBytes(ChainGraph.Write(unit)),
            };
            BinaryOutput.Write(terminal, parsed.GetValue(output) ?? TextInput.Standard, bytes);
        });
        return command;
    }
}
