using BenchmarkDotNet.Attributes;
using Sluice.Packets;

namespace Sluice.Bench.Captures;

/// <summary>A packet of a capture in memory: read, and read and written again.</summary>
public class CaptureBenchmarks : IDisposable
{
    const int Count = 100_000;

    byte[] _capture = [];
    readonly MemoryStream _copy = new();

    [Params(CaptureFormat.Pcap, CaptureFormat.PcapNg)]
    public CaptureFormat Format { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        MemoryStream stream = new();
        using (var writer = CaptureWriter.Create(stream, Format, new CaptureInterface(LinkType.Ethernet), leaveOpen: true))
            new TrafficGenerator(new() { Sizes = PacketSizes.Fixed(60) }).WriteTo(writer, Count);
        _capture = stream.ToArray();
        _copy.Capacity = _capture.Length + 4096;
    }

    [GlobalCleanup]
    public void Dispose() => _copy.Dispose();

    [Benchmark(OperationsPerInvoke = Count, Description = "read")]
    public long Read()
    {
        using var reader = CaptureReader.Open(new MemoryStream(_capture));
        var bytes = 0L;
        while (reader.TryRead(out var packet))
            bytes += packet.Data.Length;
        return bytes;
    }

    [Benchmark(OperationsPerInvoke = Count, Description = "copy")]
    public long Copy()
    {
        _copy.Position = 0;
        using var reader = CaptureReader.Open(new MemoryStream(_capture));
        using var writer = CaptureWriter.Create(_copy, Format, reader.Interfaces[0], leaveOpen: true);
        while (reader.TryRead(out var packet))
            writer.Write(packet);
        writer.Flush();
        return _copy.Position;
    }
}
