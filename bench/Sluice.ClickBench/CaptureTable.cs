using Sluice.ChainBench;
using Sluice.Packets;

namespace Sluice.ClickBench;

/// <summary>Frames of 64 bytes from a file to a file, both in memory.</summary>
static class CaptureTable
{
    const int Runs = 5;
    const double Aim = 10.5;

    public static void Write(Report report, int packets)
    {
        var folder = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        var input = Path.Combine(folder, $"click-bench-{Environment.ProcessId}.pcap");
        try
        {
            WriteCapture(input, packets);
            var rates = Enumerable.Range(0, Runs).Select(_ => Run(input, packets)).Skip(1).ToList();
            report.Begin("captures", "configuration", "Mpps", "best", "ns a packet", "aim, Mpps");
            report.Row("capture → classifier → counter → capture", Rounds.Median(rates) / 1e6, rates.Max() / 1e6, 1e9 / Rounds.Median(rates), Aim);
        }
        finally
        {
            File.Delete(input);
            File.Delete(input + ".out");
        }
    }

    static void WriteCapture(string path, int packets)
    {
        using var capture = CaptureWriter.Create(path, CaptureFormat.Pcap, new CaptureInterface(LinkType.Ethernet));
        for (var i = 0; i < packets; i++)
            capture.Write(i * 1000L, Graph.Frame);
    }

    static double Run(string input, int packets)
    {
        File.Delete(input + ".out"); // Giving its memory back is not what is measured.
        using var graph = new Graph("capture", new() { ["input"] = input, ["output"] = input + ".out" });
        var start = ThreadTime.Seconds;
        graph.Driver.Run();
        var time = ThreadTime.Seconds - start;
        return graph.Count("sink.count") == packets
            ? packets / time
            : throw new InvalidOperationException($"{graph.Count("sink.count")} of {packets} packets arrived");
    }
}
