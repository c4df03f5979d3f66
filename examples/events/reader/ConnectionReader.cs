using System.Runtime.InteropServices;
using Sluice.Bpf.Objects;
using Sluice.Packets;
using Sluice.Runtime;
using Sluice.Runtime.Maps.Rings;

namespace Sluice.Events.Example;

/// <summary>The two sides of a ring buffer: the program that writes it, and this one that reads it.</summary>
public static class ConnectionReader
{
    /// <summary>Prints a line for each connection attempt in <paramref name="capture"/>.</summary>
    /// <returns>How many there were.</returns>
    public static int Run(string objectFile, string capture, TextWriter output)
    {
        using var runtime = new BpfRuntime();
        using var loaded = runtime.Load(BpfObject.Load(objectFile));
        using var events = new RingBufferReader(loaded.Maps["events"]);
        using var packets = CaptureReader.Open(capture);
        var program = loaded.Programs["report_connections"];

        var seen = 0;
        while (packets.TryRead(out var packet))
        {
            program.Run(packet.Data);
            seen += events.Drain(record => Print(MemoryMarshal.Read<ConnectionEvent>(record), output));
        }

        return seen;
    }

    static void Print(in ConnectionEvent connection, TextWriter output) => output.WriteLine(
        $"[{connection.Source}]:{connection.SourcePort} → [{connection.Destination}]:{connection.DestinationPort}, {connection.PacketLength} bytes");
}
