using Sluice.Bpf.Objects;

namespace Sluice.Cli.Execution;

/// <summary>What came of a run; text and JSON are made of it.</summary>
sealed record RunReport
{
    /// <summary>What was asked for.</summary>
    public required RunSettings Settings { get; init; }

    /// <summary>The object, its variables set.</summary>
    public required BpfObject Object { get; init; }

    /// <summary>The program.</summary>
    public required ProgramSpec Program { get; init; }

    /// <summary>Counts and faults.</summary>
    public required PacketRunner Runner { get; init; }

    /// <summary>The lines that programs printed.</summary>
    public required BoundedLog<PrintedLine> Printed { get; init; }

    /// <summary>What is in the maps, global data not among them.</summary>
    public required IReadOnlyList<MapContents> Maps { get; init; }

    /// <summary>What is in the maps of global data.</summary>
    public required IReadOnlyList<MapContents> Data { get; init; }

    /// <summary>What programs wrote to rings.</summary>
    public required IReadOnlyList<RecordLog> Rings { get; init; }

    /// <summary>Captures written, by name.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Did the user end it?</summary>
    public bool WasInterrupted { get; init; }

    /// <summary>Why the capture could not be read to its end; null if it could.</summary>
    public string? InputError { get; init; }

    /// <summary>How long it took to compile the program, or to decode it.</summary>
    public TimeSpan Preparation { get; init; }

    /// <summary>How long the packets took.</summary>
    public TimeSpan Elapsed => Runner.Watch.Elapsed;

    /// <summary>Packets a second.</summary>
    public double PacketRate => Per(Runner.Count);

    /// <summary>Bytes a second.</summary>
    public double ByteRate => Per(Runner.Bytes);

    /// <summary>Nanoseconds a packet.</summary>
    public double NanosecondsPerPacket => Runner.Count == 0 ? 0 : Elapsed.TotalNanoseconds / Runner.Count;

    /// <summary>Did all go well?</summary>
    public bool IsClean => Runner.Faults.Count == 0 && InputError is null;

    /// <summary>The variables of the maps in use, with their values now.</summary>
    public IEnumerable<(VariableSpec Variable, byte[] Value)> Variables()
    {
        foreach (var data in Data)
        {
            var value = data.Entries().First().Value;
            foreach (var variable in Object.Variables.Where(variable => variable.Map == data.Spec.Name))
                yield return (variable, value[variable.Offset..(variable.Offset + variable.Size)]);
        }
    }

    double Per(long amount) => amount / Math.Max(Elapsed.TotalSeconds, 1e-9);
}
