using System.Collections.Concurrent;
using System.Globalization;
using Sluice.Cli.Output;
using Sluice.Kernel.Tracing;

namespace Sluice.Cli.Kernel;

/// <summary><c>sluice trace</c>: tells what programs print and report, as it comes.</summary>
sealed class Tracer(Terminal terminal, IReadOnlyList<TraceSource> sources, bool withLines, bool isJson)
{
    readonly BlockingCollection<TraceEvent> _events = [];
    readonly Style _style = Style.For(terminal);

    /// <summary>Tells it until the user has had enough, the time is over, or so many events were told.</summary>
    public void Run(TimeSpan length, long most)
    {
        using var interruption = new Interruption();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token);
        if (length > TimeSpan.Zero)
            ended.CancelAfter(length);
        using var pipe = withLines ? TracePipe.Open() : null;
        var readers = sources.Select(source => Start(() => source.Read(_events.Add, ended.Token))).ToList();
        if (pipe is not null)
            readers.Add(Start(() => ReadLines(pipe, ended.Token)));
        try
        {
            for (long told = 0; told < most; told++)
                Tell(_events.Take(ended.Token));
        }
        catch (OperationCanceledException)
        {
        }

        ended.Cancel();
        Task.WaitAll(readers);
        foreach (var source in sources.Where(source => source.Lost > 0))
            terminal.Error.WriteLine($"sluice: {source.Name}: {Units.Count(source.Lost!.Value, "sample")} found no room");
    }

    // Threads of their own: they wait most of the time.
    static Task Start(Action read) => Task.Factory.StartNew(
        () =>
        {
            try
            {
                read();
            }
            catch (OperationCanceledException)
            {
            }
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    void ReadLines(TracePipe pipe, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            pipe.Drain(line => _events.Add(new(DateTimeOffset.Now, line, null, [], line.Cpu), cancellation));
            pipe.Poll(Timeout.InfiniteTimeSpan, cancellation);
        }
    }

    void Tell(TraceEvent told)
    {
        if (isJson)
        {
            WriteJson(told);
            return;
        }

        var time = _style.Faint(told.Time.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture));
        terminal.Out.WriteLine(told.Line is { } line
            ? $"{time} {_style.Faint($"{line.Task}-{line.Thread}, CPU {line.Cpu}:")} {line.Text}"
            : $"{time} {_style.Bold(told.Source!.Name)} {told.Source.FormatterFor(told.Record).Format(told.Record)}");
        terminal.Out.Flush();
    }

    void WriteJson(TraceEvent told) => JsonOutput.WriteLine(terminal, json =>
    {
        json.WriteString("time", told.Time);
        if (told.Line is { } line)
        {
            json.WriteString("source", "printk");
            json.WriteString("task", line.Task);
            json.WriteNumber("thread", line.Thread);
            json.WriteNumber("cpu", line.Cpu);
            json.WriteString("text", line.Text);
            return;
        }

        json.WriteString("source", told.Source!.Name);
        if (told.Cpu >= 0)
            json.WriteNumber("cpu", told.Cpu);
        json.WritePropertyName("record");
        told.Source.FormatterFor(told.Record).WriteJson(json, told.Record);
    });
}
