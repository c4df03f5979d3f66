using System.Diagnostics;
using Sluice.ChainBench;

namespace Sluice.ClickBench;

/// <summary>Live frames of 64 bytes through veth pairs, which another router sends as fast as it can.</summary>
static class DeviceTable
{
    const double Aim = 1;

    /// <summary>Measures sending, receiving and forwarding. As root, in a network namespace of its own (bench/click makes one).</summary>
    public static void Write(Report report, int rounds, TimeSpan time)
    {
        if (Environment.UserName != "root")
        {
            Console.Error.WriteLine("devices: not measured: they take root");
            return;
        }

        foreach (var line in new[]
        {
            "link add bench0 type veth peer name bench1", "link add bench2 type veth peer name bench3",
            "link set bench0 addrgenmode none up", "link set bench1 addrgenmode none up",
            "link set bench2 addrgenmode none up", "link set bench3 addrgenmode none up",
        })
        {
            Ip(line);
        }

        report.Begin("live frames through veth pairs, by the processor time of the thread", "configuration", "Mpps", "best", "ns a packet", "aim, Mpps");
        Row(report, "source → queue → device", [.. Enumerable.Range(0, rounds).Select(_ => Send(time))]);
        Row(report, "device → counter → discard", [.. Enumerable.Range(0, rounds).Select(_ => Receive("device-receive", time))]);
        Row(report, "device → counter → queue → device", [.. Enumerable.Range(0, rounds).Select(_ => Receive("device-forward", time))]);
        Ip("link del bench0");
        Ip("link del bench2");
    }

    static void Row(Report report, string name, double[] rates) =>
        report.Row(name, Rounds.Median(rates) / 1e6, rates.Max() / 1e6, 1e9 / Rounds.Median(rates), Aim);

    static double Send(TimeSpan time)
    {
        using var graph = new Graph("device-send");
        return graph.PacketsPerSecond("sink.count", time);
    }

    static double Receive(string name, TimeSpan time)
    {
        using var sender = new Graph("device-send");
        using var receiver = new Graph(name);
        var sending = new Thread(() => sender.Driver.Run());
        sending.Start();
        _ = receiver.PacketsPerSecond("c.count", time);
        var rate = receiver.PacketsPerSecond("c.count", time);
        sender.Driver.Stop();
        sending.Join();
        return rate;
    }

    static void Ip(string arguments)
    {
        using var process = Process.Start("ip", arguments);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"ip {arguments}: exit code {process.ExitCode}");
    }
}
