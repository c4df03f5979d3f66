using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sluice.Cli.Output;
using Sluice.Kernel.Attachments;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Inspection;
using Sluice.Kernel.Links;

namespace Sluice.Cli.Kernel;

/// <summary>What is attached to an interface, and how much it runs.</summary>
/// <param name="Interface">The interface.</param>
/// <param name="Attachment">Where, and by which link.</param>
/// <param name="Name">The program's name; empty if it has gone meanwhile.</param>
/// <param name="RunsPerSecond">Runs, if they were counted.</param>
/// <param name="NanosecondsPerRun">Their mean time, if there were any.</param>
/// <param name="Traffic">What the interface counted in a second, if that was asked for.</param>
sealed record InterfaceStatus(
    NetworkInterface Interface, InterfaceAttachment Attachment, string Name, double? RunsPerSecond, double? NanosecondsPerRun, TrafficRates? Traffic)
{
    /// <summary>Its place among those that Sluice has attached at the hook, or that clsact gives it; null if it has none, or its parts have.</summary>
    public int? Priority => Attachment.Filter?.Priority ?? (Composition is [var alone] ? alone.Run.Priority : null);

    /// <summary>The programs that it calls in turn, if it is a dispatcher of Sluice's.</summary>
    public ImmutableArray<(string Program, RunConfiguration Run)> Parts => Composition.Length > 1 ? Composition : [];

    /// <summary>The programs that it was made of, if Sluice has attached it.</summary>
    public ImmutableArray<(string Program, RunConfiguration Run)> Composition { get; init; } = [];

    /// <summary>Why it is not known what it was made of, or empty.</summary>
    public string Unknown { get; init; } = "";

    /// <summary>Reads it for all interfaces; counts runs for <paramref name="measure"/> unless that is zero.</summary>
    public static IReadOnlyList<InterfaceStatus> Read(TimeSpan measure)
    {
        if (measure == TimeSpan.Zero)
            return Sample.Take(withStatistics: false).Alone();
        using var statistics = RunStatistics.Enable();
        var before = Sample.Take(withStatistics: true);
        Thread.Sleep(measure);
        return Sample.Take(withStatistics: true).Since(before);
    }

    /// <summary>Reads it again and again until the user has had enough, or so many times.</summary>
    public static void Watch(TimeSpan interval, long most, Action<IReadOnlyList<InterfaceStatus>> show)
    {
        using var statistics = RunStatistics.Enable();
        using var interruption = new Interruption();
        var before = Sample.Take(withStatistics: true);
        for (long shown = 0; shown < most && interruption.Sleep(interval); shown++)
        {
            var now = Sample.Take(withStatistics: true);
            show(now.Since(before));
            before = now;
        }
    }

    /// <summary>Writes a table.</summary>
    public static void WriteText(TextWriter output, Style style, IReadOnlyList<InterfaceStatus> lines)
    {
        if (lines.Count == 0)
        {
            output.WriteLine("No program is attached to any interface.");
            return;
        }

        var table = new Table(
            "INTERFACE", "HOOK", Column.Number("PRIORITY"), "PROGRAM", Column.Number("ID"), Column.Number("LINK"), "MODE", Column.Number("RUNS/S"), Column.Number("NS/RUN"),
            Column.Number("DROP/S"), Column.Number("TX/S"), Column.Number("REDIRECT/S"), Column.Number("IN/S"));
        foreach (var line in lines)
        {
            table.Add(
                line.Interface.Name, Names.Of(line.Attachment.Hook), line.Priority is { } priority ? Text(priority) : "", line.Name, Text(line.Attachment.ProgramId),
                line.Attachment.LinkId == 0 ? "" : Text(line.Attachment.LinkId), line.Attachment.Mode is { } mode ? Names.Snake(mode.ToString()) : "",
                line.RunsPerSecond is { } runs ? Units.Count((long)runs) : "", line.NanosecondsPerRun is { } time ? Text(time) : "",
                Rate(line.Traffic?.Dropped), Rate(line.Traffic?.Sent), Rate(line.Traffic?.Redirected), Rate(line.Traffic?.Received));
            foreach (var (program, run) in line.Parts)
                table.Add(["", "", Text(run.Priority), $"  {program}", .. new string?[9]]);
        }

        table.Write(output, style);
        foreach (var line in lines.Where(line => line.Unknown.Length > 0))
            output.WriteLine($"{line.Interface.Name}: {line.Unknown}");
    }

    /// <summary>Writes the same as JSON.</summary>
    public static void WriteJson(Utf8JsonWriter json, IReadOnlyList<InterfaceStatus> lines) => json.Objects("attached", lines, line =>
    {
        json.WriteString("interface", line.Interface.Name);
        json.WriteNumber("ifindex", line.Interface.Index);
        json.WriteString("hook", Names.Of(line.Attachment.Hook));
        json.WriteString("program", line.Name);
        if (line.Priority is { } priority)
            json.WriteNumber("priority", priority);
        if (!line.Parts.IsEmpty)
        {
            json.Objects("programs", line.Parts, part =>
            {
                json.WriteString("program", part.Program);
                json.WriteNumber("priority", part.Run.Priority);
                json.Array("chain_actions", part.Run.ChainActionNames(), action => json.WriteStringValue(action));
            });
        }

        if (line.Unknown.Length > 0)
            json.WriteString("unknown", line.Unknown);
        json.WriteNumber("prog_id", line.Attachment.ProgramId);
        json.WriteNumber("link_id", line.Attachment.LinkId);
        if (line.Attachment.Mode is { } mode)
            json.WriteString("mode", Names.Snake(mode.ToString()));
        if (line.RunsPerSecond is { } runs)
            json.WriteNumber("runs_per_second", runs);
        if (line.NanosecondsPerRun is { } time)
            json.WriteNumber("ns_per_run", time);
        if (line.Traffic is { } traffic)
        {
            json.WriteNumber("received_per_second", traffic.Received);
            Write("xdp_drops_per_second", traffic.Dropped);
            Write("xdp_tx_per_second", traffic.Sent);
            Write("xdp_redirects_per_second", traffic.Redirected);
        }

        void Write(string name, double? rate)
        {
            if (rate is { } number)
                json.WriteNumber(name, number);
            else
                json.WriteNull(name);
        }
    });

    static string Rate(double? perSecond) => perSecond is { } rate ? Units.Count((long)rate) : "";

    static string Text(double number) => number.ToString("0", CultureInfo.InvariantCulture);

    // What was counted by one moment.
    sealed record Sample(long Time, IReadOnlyList<Counted> Entries)
    {
        public static Sample Take(bool withStatistics)
        {
            var entries = Interfaces.All().SelectMany(@interface =>
            {
                var attachments = Interfaces.Attachments(@interface.Index);
                var traffic = withStatistics && attachments.Length > 0 ? InterfaceStatistics.Read(@interface) : null;
                return attachments.Select(attachment => new Counted(@interface, attachment, KernelPrograms.Find(attachment.ProgramId), traffic));
            });
            return new(Stopwatch.GetTimestamp(), [.. entries]);
        }

        public IReadOnlyList<InterfaceStatus> Alone() =>
            [.. Entries.Select(entry => entry.Plain())];

        // A program that was not there before has no rates yet.
        public IReadOnlyList<InterfaceStatus> Since(Sample before)
        {
            var seconds = Stopwatch.GetElapsedTime(before.Time, Time).TotalSeconds;
            return [.. Entries.Select(entry =>
            {
                var old = before.Entries.FirstOrDefault(candidate => candidate.Interface == entry.Interface && candidate.Attachment == entry.Attachment);
                if (entry.Program is not { } now || old?.Program is not { } then)
                    return entry.Plain();
                var runs = now.Runs - then.Runs;
                return entry.Plain() with
                {
                    RunsPerSecond = runs / seconds,
                    NanosecondsPerRun = runs == 0 ? null : (double)(now.RunNanoseconds - then.RunNanoseconds) / runs,
                    Traffic = entry.Traffic is null || old.Traffic is null ? null
                        : TrafficRates.Between(old.Traffic, entry.Traffic, seconds, isXdp: entry.Attachment.Hook == InterfaceHook.Xdp),
                };
            })];
        }
    }

    sealed record Counted(NetworkInterface Interface, InterfaceAttachment Attachment, ProgramDescription? Program, InterfaceStatistics? Traffic)
    {
        public InterfaceStatus Plain()
        {
            var plain = new InterfaceStatus(Interface, Attachment, Program?.Name ?? "", null, null, null);
            try
            {
                return Program is null ? plain : plain with { Composition = InterfaceAttachments.PartsOf(Program) };
            }
            catch (KernelException error)
            {
                return plain with { Unknown = error.Message };
            }
        }
    }
}
