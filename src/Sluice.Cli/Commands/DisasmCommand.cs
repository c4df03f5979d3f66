using System.CommandLine;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Cli.Output;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice disasm</c>: an object, a function of it or a linked program as text.</summary>
static class DisasmCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = ObjectReference.Argument();
        var function = new Argument<string?>("PROGRAM") { Description = "Only this program or function", Arity = ArgumentArity.ZeroOrOne };
        function.CompletionSources.Add(context => ObjectReference.FunctionNames(context.ParseResult.GetValue(file)));
        var hex = new Option<bool>("--hex") { Description = "Show each instruction's bytes too (for reading only)" };
        var slots = new Option<bool>("--slots") { Description = "Number the instructions" };
        var distances = new Option<bool>("--distances") { Description = "Write jumps by distance (goto +3) and not by label" };
        var noLines = new Option<bool>("--no-lines") { Description = "Leave out the source lines" };
        var noTypes = new Option<bool>("--no-types") { Description = "Leave out the types, which a whole object otherwise carries" };
        var linked = new Option<bool>("--linked") { Description = "Show the program as an engine gets it: with all functions that it reaches" };
        var btf = CommonOptions.TargetTypes();
        var command = new SluiceCommand("disasm", "Print instructions as text that 'sluice asm' reads back.")
        {
            Arguments = { file, function },
            Options = { hex, slots, distances, noLines, noTypes, linked, btf },
            Examples =
            [
                "sluice disasm examples/drop/drop.bpf.o",
                "sluice disasm examples/firewall/firewall.bpf.o firewall --hex",
                "sluice disasm examples/load-balancer/load-balancer.bpf.o:flow_hash --linked --slots --no-lines",
                "sluice disasm examples/vlan-rewrite/vlan-rewrite.bpf.o > vlan-rewrite.s",
            ],
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(btf) is not null && !result.GetValue(linked))
                result.AddError("--btf: expected --linked with it: relocations are applied when a program is linked");
        });
        command.SetAction(parsed =>
        {
            var reference = ObjectReference.Parse(parsed.GetRequiredValue(file));
            if (parsed.GetValue(function) is { } named)
                reference = reference with { Program = named };
            DisassemblyOptions options = new()
            {
                Bytes = parsed.GetValue(hex),
                SlotNumbers = parsed.GetValue(slots),
                Labels = !parsed.GetValue(distances),
                SourceLines = !parsed.GetValue(noLines),
                Types = !parsed.GetValue(noTypes),
            };
            var @object = BpfObject.Load(reference.Path);
            var lines = parsed.GetValue(linked) ? Disassembler.Disassemble(Linker.Link(@object, reference.Choose(@object), new() { TargetTypes = parsed.GetValue(btf) is { } types ? BtfCommand.Load(types) : null }), options)
                : reference.Program is null ? Disassembler.Disassemble(@object, options)
                : Disassembler.Disassemble(@object, reference.ChooseFunction(@object), options);
            Listing.Write(terminal.Out, Style.For(terminal), lines);
        });
        return command;
    }
}
