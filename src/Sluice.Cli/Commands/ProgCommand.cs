using System.CommandLine;
using Sluice.Cli.Kernel;
using Sluice.Cli.Output;
using Sluice.Kernel.Inspection;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice prog</c>: the programs in the kernel.</summary>
static class ProgCommand
{
    public static Command Create(Terminal terminal) => new SluiceCommand("prog", "Show and run the programs in the kernel.")
    {
        Subcommands = { List(terminal), Show(terminal), Dump(terminal), Run(terminal) },
        Examples =
        [
            "sluice prog list",
            "sluice prog list --json",
            "sluice prog run examples/drop/drop.bpf.o --in examples/captures/http.pcap --repeat 1000000",
            "sluice prog run examples/vlan-rewrite/vlan-rewrite.bpf.o:vlan_push --in examples/captures/ping.pcap --packet 3 --json",
        ],
    };

    static SluiceCommand List(Terminal terminal)
    {
        var json = CommonOptions.Json();
        var command = new SluiceCommand("list", "List all programs.")
        {
            Options = { json },
            Examples = ["sluice prog list", "sluice prog list --json"],
        };
        command.SetAction(parsed => ProgramListing.Write(terminal, KernelPrograms.All(), parsed.GetValue(json)));
        return command;
    }

    static SluiceCommand Show(Terminal terminal)
    {
        var name = Named();
        var json = CommonOptions.Json();
        var command = new SluiceCommand("show", "Show the programs of an id, a name, a tag, a pin or an object.")
        {
            Arguments = { name },
            Options = { json },
            Examples = ["sluice prog show firewall", "sluice prog show examples/firewall/firewall.bpf.o --json"],
        };
        command.SetAction(parsed => ProgramListing.Write(terminal, ProgramListing.Find(parsed.GetRequiredValue(name)), parsed.GetValue(json)));
        return command;
    }

    static SluiceCommand Dump(Terminal terminal)
    {
        var name = Named();
        var json = CommonOptions.Json();
        var jited = new Option<bool>("--jited") { Description = "Print the machine code, in hexadecimal" };
        var plain = new Option<bool>("--no-lines") { Description = "Leave out the source lines" };
        var command = new SluiceCommand("dump", "Print a program's instructions after the verifier's changes, or its machine code.")
        {
            Arguments = { name },
            Options = { jited, plain, json },
            Examples = ["sluice prog dump firewall", "sluice prog dump 42 --jited"],
        };
        command.SetAction(parsed =>
        {
            var found = ProgramListing.Find(parsed.GetRequiredValue(name));
            if (parsed.GetValue(json))
            {
                JsonOutput.WriteObject(terminal, document => document.Objects("programs", found,
                    program => ProgramDump.WriteJson(document, program, KernelPrograms.ReadCode(program.Id))));
                return;
            }

            foreach (var program in found)
            {
                var code = KernelPrograms.ReadCode(program.Id);
                if (parsed.GetValue(jited))
                    ProgramDump.WriteJited(terminal.Out, Style.For(terminal), code, !parsed.GetValue(plain));
                else
                    ProgramDump.WriteTranslated(terminal.Out, Style.For(terminal), code, !parsed.GetValue(plain));
            }
        });
        return command;
    }

    static SluiceCommand Run(Terminal terminal)
    {
        var name = new Argument<string>("PROGRAM") { Description = "An id, a name, a tag, a pin, or OBJ[:program], which is loaded for the run" };
        var capture = new Option<string>("--in", "-i") { Description = "Take the packet from this capture", HelpName = "CAPTURE" };
        var number = CommonOptions.Number("--packet", "Which packet of the capture", 1, least: 1);
        var hex = new Option<string>("--hex") { Description = "The packet, in hexadecimal", HelpName = "BYTES" };
        var file = new Option<string>("--data") { Description = "Take the packet from this file, byte by byte", HelpName = "FILE" };
        var output = new Option<string>("--out", "-o") { Description = "Write the packet that comes out, byte by byte; - is standard output", HelpName = "FILE" };
        var repeat = CommonOptions.Number("--repeat", "Run it N times, and give the mean time", 1, least: 1, most: int.MaxValue);
        var live = CommonOptions.Number("--live", "Make N real frames of it, and do what the program decides (XDP)", 0, least: 0, most: int.MaxValue);
        var ifindex = CommonOptions.Number("--ifindex", "The interface that it comes in by", 0, least: 0, most: int.MaxValue);
        var queue = CommonOptions.Number("--queue", "The receive queue", 0, least: 0, most: int.MaxValue);
        var mark = CommonOptions.Number("--mark", "The packet's mark (TC)", 0, least: 0, most: uint.MaxValue);
        var priority = CommonOptions.Number("--priority", "The packet's priority (TC)", 0, least: 0, most: uint.MaxValue);
        var metadata = CommonOptions.Number("--metadata", "So many bytes at the beginning are metadata (XDP)", 0, least: 0, most: 255);
        var json = CommonOptions.Json();
        var command = new SluiceCommand("run", "Run a packet through a program in the kernel, as a test or as live frames.")
        {
            Arguments = { name },
            Options = { capture, number, hex, file, output, repeat, live, ifindex, queue, mark, priority, metadata, json },
            Examples = ["sluice prog run examples/drop/drop.bpf.o --in examples/captures/http.pcap --repeat 1000"],
        };
        command.SetAction(parsed => new ProgramRun
        {
            Program = parsed.GetRequiredValue(name),
            Packet = (parsed.GetValue(capture), parsed.GetValue(hex), parsed.GetValue(file)) switch
            {
                ({ } path, null, null) => ProgramRun.FromCapture(path, parsed.GetValue(number)),
                (null, { } text, null) => Execution.BareProgram.ParseHex(text, "--hex"),
                (null, null, { } path) => File.ReadAllBytes(path),
                _ => throw new UsageException("expected a packet: one of --in CAPTURE, --hex BYTES, --data FILE"),
            },
            Context = new()
            {
                InterfaceIndex = (int)parsed.GetValue(ifindex),
                RxQueue = (int)parsed.GetValue(queue),
                Mark = (uint)parsed.GetValue(mark),
                Priority = (uint)parsed.GetValue(priority),
                MetadataLength = (int)parsed.GetValue(metadata),
            },
            Repeat = (int)parsed.GetValue(repeat),
            Live = (int)parsed.GetValue(live),
            Output = parsed.GetValue(output),
        }.Run(terminal, parsed.GetValue(json)));
        return command;
    }

    static Argument<string> Named() => new("PROGRAM") { Description = "An id, a name, a tag, a pin, or an object that it was loaded from" };
}
