using System.CommandLine;
using Sluice.Cli.Execution;
using Sluice.Cli.Kernel;
using Sluice.Kernel.Inspection;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice trace</c>: what programs in the kernel print and report.</summary>
static class TraceCommand
{
    static readonly string[] s_printing = ["bpf_trace_printk", "bpf_trace_vprintk"];

    public static Command Create(Terminal terminal)
    {
        var map = new Option<string[]>("--map")
        {
            Description = "Show the records of this ring buffer or perf event array, as values of this type (whoever else reads it misses them)",
            HelpName = "MAP[=TYPE]",
        };
        var program = new Option<string>("--program") { Description = "Show what this program reports: an id, a name, a tag or a pin", HelpName = "PROGRAM" };
        var quiet = new Option<bool>("--no-printk") { Description = "Leave out what programs print" };
        var count = CommonOptions.Number("--count", "End after so many events [default: until Ctrl-C]", fallback: null, least: 1);
        var length = CommonOptions.Seconds("--for", "End after so many seconds; 0 for never", 0);
        var json = new Option<bool>("--json") { Description = "Print a JSON object for each event, one a line" };
        var command = new SluiceCommand("trace", "Show what programs in the kernel print and report, until Ctrl-C.")
        {
            Options = { map, program, quiet, count, length, json },
            Examples =
            [
                "sluice trace --for 0.2",
                "sluice trace --program report_connections --for 0.2 --json",
                "sluice trace --map events=connection_event --no-printk --for 0.2",
            ],
        };
        command.SetAction(parsed =>
        {
            var traced = parsed.GetValue(program) is { } name ? ProgramListing.FindOne(name) : null;
            var withLines = !parsed.GetValue(quiet) && (traced is null || Prints(traced));
            string[] names = parsed.GetValue(map) is { Length: > 0 } named ? named : traced is null ? [] : [.. RingsOf(traced)];
            if (names.Length == 0 && !withLines)
                throw traced is null
                    ? new UsageException("--no-printk: found nothing to show: name a map (--map), or leave it out")
                    : new CommandException($"program '{traced.Name}' has no ring buffer or perf event array{(Prints(traced) ? "" : ", and prints nothing")}");
            var sources = new List<TraceSource>();
            try
            {
                foreach (var ring in names)
                    sources.Add(new(ring));
                new Tracer(terminal, sources, withLines, parsed.GetValue(json)).Run(TimeSpan.FromSeconds(parsed.GetValue(length)), CommonOptions.MostOf(parsed, count));
            }
            finally
            {
                sources.ForEach(source => source.Dispose());
            }
        });
        return command;
    }

    // The kernel does not say which program a line is from, but who calls the helper.
    static bool Prints(ProgramDescription program) => KernelPrograms.ReadCode(program.Id).Calls.Values.Any(call => s_printing.Contains(call));

    static IEnumerable<string> RingsOf(ProgramDescription program) => KernelMaps.All()
        .Where(map => program.MapIds.Contains(map.Id) && RecordLog.IsNeededFor(map.Spec))
        .Select(map => $"{map.Id}");
}
