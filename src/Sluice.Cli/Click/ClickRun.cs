using Sluice.Bpf.Diagnostics;
using Sluice.Cli.Output;
using Sluice.Click.Configuration;
using Sluice.Click.Control;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Programs;
using Sluice.Click.Routing;

namespace Sluice.Cli.Click;

/// <summary>Runs a configuration until it stops, its time is over, or the user has had enough.</summary>
sealed class ClickRun(Terminal terminal, ClickRunSettings settings)
{
    // What is on its way when the last packet of a capture is read may take this long by the router's own clock.
    const long DrainTime = 1_000_000_000;

    /// <summary>Runs it.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(SourceText source, ConfigurationLoader loader)
    {
        using PacketPool pool = new();
        RouterClock clock = settings.IsOffline ? new VirtualClock() : new SystemClock();
        using ProgramHost programs = new(settings.Programs, settings.Threads, clock, terminal.Error) { Chains = new ScriptChains(terminal) };
        var options = new RouterOptions
        {
            Pool = pool,
            Threads = settings.Threads,
            BatchSize = settings.BatchSize,
            Clock = clock,
            Output = terminal.Error,
        }.With(loader).With(new ScriptOutput(terminal.Out)).With(programs);
        if (settings.OnlyCheck)
            return Check(source, loader, options);
        var router = loader.Load(source, options, out var found);
        if (router is null)
        {
            ClickFile.Report(terminal.Error, new Style(terminal.IsErrorTerminal), source, found);
            return ExitCode.Failure;
        }

        using (RouterDriver driver = new(router))
        {
            // Who takes other configurations may get the elements later.
            if (settings.Socket is null)
                DemandHandlers(router);
            using var server = settings.Socket is { } place ? new ControlServer(ControlEndpoint.Parse(place), () => driver) : null;
            foreach (var (handler, value) in settings.Writes)
                driver.Write(handler, value);
            Drive(driver);
            Present(driver);
            router = driver.Router; // Perhaps another has taken its place.
        }

        // Captures are written to their end only now.
        return router.HasFailed ? ExitCode.Failure : ExitCode.Success;
    }

    int Check(SourceText source, ConfigurationLoader loader, RouterOptions options)
    {
        var compiled = loader.Read(source);
        var found = ConfigurationLoader.Check(compiled, options);
        var isSound = !found.Any(finding => finding.Severity == Severity.Error);
        if (settings.IsJson)
            JsonOutput.WriteObject(terminal, json =>
            {
                json.WriteBoolean("passed", isSound);
                json.Objects("diagnostics", found, finding => Chains.ScriptReport.WriteJson(json, finding));
            });
        else if (isSound)
            terminal.Out.WriteLine($"{source.Path}: {Style.For(terminal).Green("ok")}, {Units.Count(compiled.Configuration.Elements.Count, "element")}, {Units.Count(compiled.Configuration.Connections.Count, "connection")}");
        else
            ClickFile.Report(terminal.Out, Style.For(terminal), source, found);
        return isSound ? ExitCode.Success : ExitCode.Failure;
    }

    void Drive(RouterDriver driver)
    {
        using Interruption interruption = new();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token);
        if (!settings.IsOffline)
        {
            if (settings.StopAfter is { } time)
                limit.CancelAfter(time);
            driver.Run(limit.Token);
            return;
        }

        using var stopped = limit.Token.Register(driver.Stop);
        driver.RunUntilIdle(settings.StopAfter is { } length ? driver.Clock.Now + (long)length.TotalNanoseconds : long.MaxValue);
        // A source that never rests would keep this up for ever.
        limit.CancelAfter(TimeSpan.FromSeconds(2));
        if (!interruption.IsRequested && settings.StopAfter is null)
            driver.RunUntilIdle(driver.Clock.Now + DrainTime);
    }

    // Better before a long run than behind it.
    void DemandHandlers(Router router)
    {
        foreach (var path in settings.Handlers.SelectMany(text => HandlerPattern.Expand(router, HandlerPattern.Split(text).Handler)))
        {
            if (!HandlerPath.Find(router, path).CanRead)
                throw new HandlerException($"handler '{path}' cannot be read, only written to");
        }
    }

    void Present(RouterDriver driver)
    {
        var values = settings.Handlers.Select(HandlerPattern.Split)
            .SelectMany(named => HandlerPattern.Expand(driver.Router, named.Handler).Select(path => (Path: path, Value: driver.Read(path, named.Parameters)))).ToArray();
        if (settings.IsJson)
        {
            JsonOutput.WriteObject(terminal, json => json.Objects("handlers", values, handler =>
            {
                json.WriteString("handler", handler.Path);
                json.WriteString("value", handler.Value.TrimEnd('\n'));
            }));
            return;
        }

        foreach (var (path, value) in values)
            terminal.Out.WriteLine(values.Length == 1 ? value.TrimEnd('\n') : $"{path}:\n{value.TrimEnd('\n')}\n");
    }
}
