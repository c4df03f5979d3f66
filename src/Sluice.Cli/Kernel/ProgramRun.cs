using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Cli.Commands;
using Sluice.Cli.Execution;
using Sluice.Cli.Output;
using Sluice.Kernel;
using Sluice.Kernel.Inspection;
using Sluice.Kernel.Programs;
using Sluice.Packets;

namespace Sluice.Cli.Kernel;

/// <summary><c>sluice prog run</c>: one packet through a program in the kernel, once or many times.</summary>
sealed record ProgramRun
{
    const int BytesInRow = 16;

    /// <summary>The program: an id, a name, a tag, a pin, or <c>OBJ[:program]</c>, which is loaded for the run.</summary>
    public required string Program { get; init; }

    /// <summary>The packet, metadata in front of it.</summary>
    public required byte[] Packet { get; init; }

    /// <summary>What surrounds it.</summary>
    public RunContext Context { get; init; }

    /// <summary>How often.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>Real frames to make of it; 0 for a test run.</summary>
    public int Live { get; init; }

    /// <summary>Where the packet that comes out is written, or null.</summary>
    public string? Output { get; init; }

    /// <summary>Runs it, and shows what came of it.</summary>
    public void Run(Terminal terminal, bool isJson)
    {
        if (ProgramListing.IsObject(Program))
        {
            var reference = ObjectReference.Parse(Program);
            var @object = BpfObject.Load(reference.Path);
            var spec = reference.Choose(@object);
            using var engine = new KernelEngine();
            using var loaded = engine.Load(ObjectSubset.Of(@object, spec, [], []));
            Run(terminal, loaded.Programs[spec.Name], isJson);
            return;
        }

        using var opened = OpenedProgram.Open(ProgramListing.FindOne(Program).Id);
        using var program = opened.ToProgram();
        Run(terminal, program, isJson);
    }

    /// <summary>A packet of a capture.</summary>
    /// <param name="path">The capture.</param>
    /// <param name="number">Its number, from 1.</param>
    /// <exception cref="CommandException">There are not so many.</exception>
    public static byte[] FromCapture(string path, long number)
    {
        using var capture = CaptureReader.Open(path);
        long count = 0;
        while (capture.TryRead(out var packet))
        {
            if (++count == number)
                return packet.Data.ToArray();
        }

        throw new CommandException($"{path}: found {Units.Count(count, "packet")}, expected at least {number}");
    }

    void Run(Terminal terminal, KernelProgram program, bool isJson)
    {
        if (Live > 0)
        {
            SendLive(terminal, program, isJson);
            return;
        }

        var result = program.Run(Packet, Repeat, Context, out var nanoseconds);
        var (value, packet, metadata) = ((uint)result.ReturnValue, result.Packet.ToArray(), result.Metadata.ToArray());
        var verdict = NameOf(program, value);
        if (Output is not null)
            BinaryOutput.Write(terminal, Output, packet);
        if (isJson)
            JsonOutput.WriteObject(terminal, json => WriteJson(json, value, verdict, nanoseconds, packet, metadata));
        else if (Output != TextInput.Standard)
            WriteText(terminal, value, verdict, nanoseconds, packet, metadata);
    }

    void SendLive(Terminal terminal, KernelProgram program, bool isJson)
    {
        var watch = Stopwatch.StartNew();
        program.SendLive(Packet, Live, Context.InterfaceIndex);
        var seconds = watch.Elapsed.TotalSeconds;
        if (!isJson)
        {
            terminal.Out.WriteLine($"{Units.Count(Live, "frame")} in {Units.Seconds(seconds)}: {Units.PacketRate(Live / seconds)}");
            return;
        }

        JsonOutput.WriteObject(terminal, json =>
        {
            json.WriteNumber("frames", Live);
            json.WriteNumber("elapsed_ns", (long)(seconds * 1e9));
            json.WriteNumber("packets_per_second", Math.Round(Live / seconds));
        });
    }

    void WriteText(Terminal terminal, uint value, string verdict, long nanoseconds, byte[] packet, byte[] metadata)
    {
        var repeated = Repeat > 1 ? $", the mean of {Units.Count(Repeat)} runs" : "";
        terminal.Out.WriteLine($"Verdict  {(verdict.Length > 0 ? $"{verdict} ({value})" : $"{value}")}");
        terminal.Out.WriteLine($"Time     {nanoseconds.ToString(CultureInfo.InvariantCulture)} ns{repeated}");
        if (metadata.Length > 0)
            terminal.Out.WriteLine($"Metadata {Convert.ToHexStringLower(metadata)}");
        terminal.Out.WriteLine($"Packet   {Units.Count(packet.Length, "byte")}");
        for (var at = 0; at < packet.Length; at += BytesInRow)
        {
            var row = packet.AsSpan(at, Math.Min(BytesInRow, packet.Length - at)).ToArray();
            terminal.Out.WriteLine($"  {at:x4}: {string.Join(' ', row.Select(one => $"{one:x2}"))}");
        }
    }

    void WriteJson(Utf8JsonWriter json, uint value, string verdict, long nanoseconds, byte[] packet, byte[] metadata)
    {
        json.WriteNumber("retval", value);
        json.WriteString("verdict", verdict.Length > 0 ? verdict : null);
        json.WriteNumber("repeat", Repeat);
        json.WriteNumber("duration_ns", nanoseconds);
        json.WriteString("metadata", Convert.ToHexStringLower(metadata));
        json.WriteString("packet", Convert.ToHexStringLower(packet));
    }

    // Types that decide nothing about packets return just a number.
    static string NameOf(KernelProgram program, ulong value) =>
        VerdictTable.TryOf(program.Spec.Type) is { } table ? table.Find(table.Read(value)).Name : "";
}
