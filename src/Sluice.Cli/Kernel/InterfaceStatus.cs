using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sluice.Cli.Output;
using Sluice.Kernel.Inspection;
using Sluice.Kernel.Links;

namespace Sluice.Cli.Kernel;

/// <summary>What is attached to an interface, and how much it runs.</summary>
/// <param name="Interface">The interface.</param>
/// <param name="Attachment">Where, and by which link.</param>
/// <param name="Name">The program's name; empty if it has gone meanwhile.</param>
/// <param name="RunsPerSecond">Runs, if they were counted.</param>
/// <param name="NanosecondsPerRun">Their mean time, if there were any.</param>
sealed record InterfaceStatus(NetworkInterface Interface, InterfaceAttachment Attachment, string Name, double? RunsPerSecond, double? NanosecondsPerRun)
{
    /// <summary>Reads it for all interfaces; counts runs for <paramref name="measure"/> unless that is zero.</summary>
    public static IReadOnlyList<InterfaceStatus> Read(TimeSpan measure)
    {
        var attached = Interfaces.All().SelectMany(@interface => Interfaces.Attachments(@interface.Index)
            .Select(attachment => (Interface: @interface, Attachment: attachment))).ToArray();
        if (measure == TimeSpan.Zero)
            return [.. attached.Select(entry => new InterfaceStatus(entry.Interface, entry.Attachment, Program(entry.Attachment)?.Name ?? "", null, null))];
        using var statistics = RunStatistics.Enable();
        var (began, before) = (Stopwatch.GetTimestamp(), Array.ConvertAll(attached, entry => Program(entry.Attachment)));
        Thread.Sleep(measure);
        var elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return [.. attached.Zip(before, (entry, old) =>
        {
            var now = Program(entry.Attachment);
            var runs = (now?.Runs - old?.Runs) ?? 0;
            return new InterfaceStatus(entry.Interface, entry.Attachment, now?.Name ?? "", runs / elapsed,
                runs == 0 ? null : (double)(now!.RunNanoseconds - old!.RunNanoseconds) / runs);
        })];
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
            "INTERFACE", "HOOK", "PROGRAM", Column.Number("ID"), Column.Number("LINK"), "MODE", Column.Number("RUNS/S"), Column.Number("NS/RUN"));
        foreach (var line in lines)
        {
            table.Add(
                line.Interface.Name, Names.Of(line.Attachment.Hook), line.Name, Text(line.Attachment.ProgramId),
                line.Attachment.LinkId == 0 ? "" : Text(line.Attachment.LinkId), line.Attachment.Mode is { } mode ? Names.Snake(mode.ToString()) : "",
                line.RunsPerSecond is { } runs ? Units.Count((long)runs) : "", line.NanosecondsPerRun is { } time ? Text(time) : "");
        }

        table.Write(output, style);
    }

    /// <summary>Writes the same as JSON.</summary>
    public static void WriteJson(Utf8JsonWriter json, IReadOnlyList<InterfaceStatus> lines) => json.Objects("attached", lines, line =>
    {
        json.WriteString("interface", line.Interface.Name);
        json.WriteNumber("ifindex", line.Interface.Index);
        json.WriteString("hook", Names.Of(line.Attachment.Hook));
        json.WriteString("program", line.Name);
        json.WriteNumber("prog_id", line.Attachment.ProgramId);
        json.WriteNumber("link_id", line.Attachment.LinkId);
        if (line.Attachment.Mode is { } mode)
            json.WriteString("mode", Names.Snake(mode.ToString()));
        if (line.RunsPerSecond is { } runs)
            json.WriteNumber("runs_per_second", runs);
        if (line.NanosecondsPerRun is { } time)
            json.WriteNumber("ns_per_run", time);
    });

    static ProgramDescription? Program(InterfaceAttachment attachment) => KernelPrograms.Find(attachment.ProgramId);

    static string Text(double number) => number.ToString("0", CultureInfo.InvariantCulture);
}
