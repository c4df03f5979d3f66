using System.CommandLine;
using Sluice.Bpf.Btf.Values;
using Sluice.Chains.Deployment;
using Sluice.Cli.Chains;
using Sluice.Cli.Execution;
using Sluice.Cli.Output;
using Sluice.Cli.Verification;
using Sluice.Runtime.Execution;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice run</c>: a capture through a program, in process.</summary>
static class RunCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = ObjectReference.OrScript();
        var input = new Option<string>("--in", "-i") { Description = "The capture (pcap or pcapng, gzipped or not); - is standard input", HelpName = "CAPTURE", Required = true };
        var output = new Option<string>("--out", "-o") { Description = "Write what comes out, a capture for each verdict", HelpName = "DIR" };
        var repeat = CommonOptions.Number("--repeat", "Keep the packets in memory and run them N times", 1, least: 1);
        var limit = CommonOptions.Number("--limit", "Take only the first N packets", fallback: null, least: 0);
        var engine = CommonOptions.Choice("--engine", "Run in user space, in this process, or by test runs in the kernel", ("user", EngineKind.Process), ("kernel", EngineKind.Kernel));
        var tier = CommonOptions.Choice("--tier", "What chains of a script become: native code (which auto takes), or bytecode for the HIKe VM",
            ("auto", ChainTier.Auto), ("compiled", ChainTier.Compiled), ("interpreted", ChainTier.Interpreted));
        var script = new ScriptSettings();
        var mode = CommonOptions.Mode("How the program runs; unproved code only in the checked modes, sandbox and interpret [default: compiled, once proved safe]");
        var set = Several("--set", "Set a global variable before the program is loaded", "VAR=VALUE");
        var map = Several("--map", "Fill a map first, from a list of { \"key\": …, \"value\": … }", "NAME=FILE.json");
        var records = Several("--records", "Show records of a ring as values of this type", "NAME=TYPE");
        var routes = new Option<string>("--routes") { Description = "Routes and neighbours that bpf_fib_lookup answers from, in JSON", HelpName = "FILE" };
        var btf = CommonOptions.TargetTypes();
        var ifindex = CommonOptions.Number("--ifindex", "The interface that packets come in by", 1, least: 0, most: int.MaxValue);
        var clock = CommonOptions.Choice("--clock", "Time as programs see it", ("capture", ClockSource.Capture), ("real", ClockSource.Real));
        var seed = CommonOptions.Seed("The same seed gives programs the same random numbers");
        var stop = new Option<bool>("--stop-on-fault") { Description = "End at the first fault, and not after the last packet" };
        var format = CommonOptions.Choice("--format", "How values are shown and read",
            [.. Enum.GetValues<BtfValueFormat>().Select(value => (Names.Snake(value.ToString()), value))]);
        var entries = CommonOptions.Number("--entries", "How many entries, records and printed lines to show", 32, least: 0, most: int.MaxValue);
        var json = CommonOptions.Json();
        var command = new SluiceCommand("run", "Run a capture through a program or a script of chains, in process or in the kernel.")
        {
            Arguments = { file },
            Options = { input, output, repeat, limit, engine, tier, mode, set, map, records, routes, btf, ifindex, clock, seed, stop, format, entries, json },
            Examples =
            [
                "sluice run examples/tcp-filter/tcp-filter.bpf.o --in examples/captures/dns.pcap --out filtered",
                "sluice run examples/flow-stats/flow-stats.bpf.o:count_rx --in examples/captures/http.pcap",
                "sluice run examples/firewall/firewall.bpf.o --in examples/captures/syn-flood.pcap --map allowed_ports=examples/firewall/ports.json --set burst=20",
                "sluice run examples/events/events.bpf.o --in examples/captures/http.pcap --records events=connection_event",
                "sluice run examples/drop/drop.bpf.o --in examples/captures/http.pcap --repeat 1000 --json",
                "sluice run examples/drop/drop.bpf.o --in examples/captures/http.pcap --mode sandbox",
                "sluice run examples/firewall/firewall.bpf.o --in examples/captures/http.pcap --engine kernel",
                "sluice run examples/ddos/ddos.eclat --in examples/captures/ipv6-ext.pcap",
                "sluice run examples/ddos/ddos.eclat --in examples/captures/ipv6-ext.pcap --tier interpreted",
            ],
        };
        // What the kernel does by its own clock, tables and modes cannot be asked for. By words: values that are none are reported elsewhere.
        command.Validators.Add(result =>
        {
            if (result.GetResult(engine)?.Tokens is not [{ Value: "kernel" }])
                return;
            foreach (var option in new Option[] { mode, routes, seed, stop }.Where(option => result.GetResult(option) is { Implicit: false }))
                result.AddError($"{option.Name}: expected --engine user: the kernel has its own");
            if (result.GetResult(clock)?.Tokens is [{ Value: "capture" }])
                result.AddError("--clock capture: expected --engine user: the kernel's clock is the machine's");
        });
        script.AddTo(command);
        var policy = PolicyOptions.AddTo(command, "verify, or none in the checked modes; attested if there is a key");
        command.SetAction(parsed => new CaptureRun(terminal, new()
        {
            Object = ObjectReference.Parse(parsed.GetRequiredValue(file)),
            Input = parsed.GetRequiredValue(input),
            OutputFolder = parsed.GetValue(output),
            Repeat = parsed.GetValue(repeat),
            Limit = parsed.GetResult(limit) is null ? null : parsed.GetValue(limit),
            Script = script.Of(parsed),
            Tier = parsed.GetValue(tier),
            Engine = parsed.GetValue(engine),
            Mode = ModeOf(parsed, mode, policy),
            Policy = policy.Read(parsed, FallbackOf(parsed, mode, engine)),
            Variables = parsed.GetValue(set) ?? [],
            MapFiles = parsed.GetValue(map) ?? [],
            RecordTypes = parsed.GetValue(records) ?? [],
            Routes = parsed.GetValue(routes),
            TargetTypes = parsed.GetValue(btf) is { } types ? BtfCommand.Load(types) : null,
            InterfaceIndex = (int)parsed.GetValue(ifindex),
            Clock = parsed.GetValue(engine) == EngineKind.Kernel ? ClockSource.Real : parsed.GetValue(clock),
            Seed = parsed.GetValue(seed),
            StopsOnFault = parsed.GetValue(stop),
            Format = parsed.GetValue(format),
            ShownEntries = (int)parsed.GetValue(entries),
        }).Run(report => Present(terminal, report, parsed.GetValue(json))));
        return command;

        static Option<string[]> Several(string name, string description, string value) => new(name) { Description = description, HelpName = value };
    }

    // Unchecked only what is proved or signed; --policy none alone asks for neither.
    static ExecutionMode ModeOf(ParseResult parsed, Option<ExecutionMode> mode, PolicyOptions policy) =>
        parsed.GetResult(mode) is not null ? parsed.GetValue(mode)
        : policy.Read(parsed, PolicyKind.Verify).Kind == PolicyKind.None ? ExecutionMode.Sandbox
        : ExecutionMode.Compiled;

    // The kernel proves for itself.
    static PolicyKind FallbackOf(ParseResult parsed, Option<ExecutionMode> mode, Option<EngineKind> engine) =>
        parsed.GetValue(engine) == EngineKind.Kernel ? PolicyKind.None
        : parsed.GetResult(mode) is null || parsed.GetValue(mode) == ExecutionMode.Compiled ? PolicyKind.Verify : PolicyKind.None;

    static void Present(Terminal terminal, RunReport report, bool isJson)
    {
        if (isJson)
            JsonOutput.WriteObject(terminal, json => RunJson.Write(json, report));
        else
            new RunText(terminal.Out, Style.For(terminal), report).Write();
        terminal.Out.Flush();
        if (report.InputError is { } error)
            terminal.Error.WriteLine($"sluice: {error}");
    }
}
