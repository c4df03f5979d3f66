using System.CommandLine;
using Sluice.Cli.Click;
using Sluice.Click.Routing;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice click</c>: runs configurations in Click's language.</summary>
static class ClickCommand
{
    public static Command Create(Terminal terminal)
    {
        ClickFile file = new();
        var handlers = new Option<string[]>("--handlers", "-h") { Description = "Read handlers in the end, and print them; * stands for any letters, behind a blank stands what they are read with", HelpName = "ELEMENT.HANDLER" };
        var writes = new Option<string[]>("--write", "-w") { Description = "Write to a handler before anything moves", HelpName = "ELEMENT.HANDLER=VALUE" };
        var socket = new Option<string>("--socket") { Description = "Answer Click's control protocol at a UNIX socket, or at a TCP port of this machine", HelpName = "PATH|PORT" };
        var threads = CommonOptions.Number("--threads", "Threads, among which StaticThreadSched divides the work", 1, least: 1, most: 256);
        var batch = CommonOptions.Number("--batch", "Most packets that move at once", RouterOptions.DefaultBatchSize, least: 1, most: 1024);
        var stop = CommonOptions.Seconds("--stop-after", "Stop after this time; by the packets' own clock with --in [default: when it stops itself]", 0);
        stop.DefaultValueFactory = null;
        var check = new Option<bool>("--check") { Description = "Only say what is wrong with it" };
        var json = CommonOptions.Json();
        var command = new SluiceCommand("click", "Run a router configuration in Click's language.")
        {
            Options = { handlers, writes, socket, threads, batch, stop, check, json },
            Subcommands =
            {
                ClickElementsCommand.Create(terminal), ClickGraphCommand.Create(terminal), ClickFlattenCommand.Create(terminal),
                ClickReconfigureCommand.Create(terminal),
            },
            Examples =
            [
                "sluice click -e 'InfiniteSource(LIMIT 5, STOP true) -> c :: Counter -> Discard' -h c.count",
                "sluice click -e 'InfiniteSource(LIMIT $N, STOP true) -> Queue -> Unqueue -> c :: Counter -> Discard' N=100 -h '*.count' --json",
                "sluice click -e 'FromDevice(eth0) -> c :: Counter -> Queue -> ToDevice(eth1)' --in eth0=examples/captures/dns.pcap --out eth1=out.pcap -h c.count",
                "sluice click -e 'Script(print \"tick\", wait 10ms, loop)' --stop-after 0.1",
            ],
        };
        file.AddTo(command, withCaptures: true);
        command.Validators.Add(result =>
        {
            if (file.HasCaptures(result) && result.GetValue(threads) > 1)
                result.AddError($"--threads {result.GetValue(threads)}: expected 1 with --in, where time is that of the packets");
            foreach (var text in (result.GetValue(writes) ?? []).Where(text => text.StartsWith('=')))
                result.AddError($"--write {text}: expected ELEMENT.HANDLER=VALUE");
        });
        var programs = ProgramOptions.AddTo(command);
        command.SetAction(parsed => new ClickRun(terminal, new()
        {
            Threads = (int)parsed.GetValue(threads),
            BatchSize = (int)parsed.GetValue(batch),
            IsOffline = file.HasCaptures(parsed.CommandResult),
            OnlyCheck = parsed.GetValue(check),
            IsJson = parsed.GetValue(json),
            StopAfter = parsed.GetResult(stop) is null ? null : TimeSpan.FromSeconds(parsed.GetValue(stop)),
            Socket = parsed.GetValue(socket),
            Programs = programs.Read(parsed),
            Handlers = parsed.GetValue(handlers) ?? [],
            Writes = [.. (parsed.GetValue(writes) ?? []).Select(ParseWrite)],
        }).Run(file.Read(parsed, terminal), file.Loader(parsed)));
        return command;
    }

    static (string, string) ParseWrite(string text)
    {
        var parts = text.Split('=', 2);
        return (parts[0], parts.Length > 1 ? parts[1] : "");
    }
}
