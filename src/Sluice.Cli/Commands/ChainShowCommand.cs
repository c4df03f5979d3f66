using System.CommandLine;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Objects;
using Sluice.Chains.Code.Native;
using Sluice.Chains.Deployment;
using Sluice.Cli.Chains;
using Sluice.Cli.Output;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice chain show</c>: the native code of a script's chains, with the script's lines.</summary>
static class ChainShowCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "A script; - is standard input" };
        var name = new Argument<string?>("CHAIN") { Description = "One of its chains; all without it", Arity = ArgumentArity.ZeroOrOne };
        var settings = new ScriptSettings();
        var command = new SluiceCommand("show", "Show the native code of chains between the script's lines.")
        {
            Arguments = { file, name },
            Examples = ["sluice chain show examples/ddos/ddos.eclat"],
        };
        settings.AddTo(command);
        command.SetAction(parsed =>
        {
            var options = settings.Of(parsed);
            var path = parsed.GetRequiredValue(file);
            var unit = ScriptUnits.Compile(terminal, path, options);
            var wanted = parsed.GetValue(name);
            if (wanted is not null && unit.FindChain(wanted) is null)
                throw new CommandException($"{path}: found no chain '{wanted}', expected one of {string.Join(", ", unit.Chains.Select(chain => chain.Name))}");
            var native = ChainComposer.Compose(unit, ScriptUnits.PackagesOf(options), isInlined: false).Object;
            var shown = unit.Chains.Where(chain => wanted is null || chain.Name == wanted)
                .Select(chain => native.FindFunction(NativeNames.Chain(chain.Name))).OfType<FunctionSpec>();
            foreach (var function in shown)
            {
                terminal.Out.WriteLine($"{function.Name}:");
                Listing.Write(terminal.Out, Style.For(terminal), Disassembler.Disassemble(native, function));
            }
        });
        return command;
    }
}
