using System.ComponentModel;
using System.Diagnostics;
using Sluice.Click.Classification;
using Sluice.Packets;

namespace Sluice.Click.Tests.Classification;

/// <summary>What the filter language shares with tcpdump's means the same: tcpdump itself decides.</summary>
public sealed class TcpdumpAgreementTests(ITestOutputHelper output)
{
    const int Packets = 400;

    static readonly string[] s_common =
    [
        "tcp", "udp", "icmp", "src host 10.0.0.1", "dst host 192.0.2.9", "host 10.0.0.1", "src net 10.0.0.0/8", "dst net 192.0.2.0/24",
        "net 198.51.100.0/24", "port 80", "src port 53", "dst port 53", "tcp port 80", "udp port 53", "tcp dst port 80", "udp src port 53",
        "ip proto 17", "tcp or udp", "not tcp", "tcp and not port 80", "src host 10.0.0.1 and (tcp or icmp)", "ip[8] < 64", "ip[9] == 6",
        "ip[6:2] & 0x1fff != 0", "tcp[13] & 2 != 0", "tcp[13] & 18 == 16", "udp[2:2] == 53", "icmp[0] == 8", "ip[2:2] > 100",
        "src port 53 or dst port 80 and not tcp[13] & 2 != 0",
    ];

    [Fact]
    public void Tcpdump_agrees()
    {
        Assert.SkipUnless(HasTcpdump(), "tcpdump is not installed");
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var packets = Enumerable.Range(0, Packets).Select(_ => Whole(random)).ToList();
        var capture = Path.Combine(Path.GetTempPath(), $"sluice-filter-{Environment.ProcessId}.pcap");
        try
        {
            WriteCapture(capture, packets);
            foreach (var filter in s_common)
            {
                var program = DecisionProgram.Build([new DecisionRule(FilterExpression.Parse(filter), 0)]);
                var ours = Enumerable.Range(0, Packets).Where(i => FilterExpressionTests.Match(program, packets[i]) == 0).ToList();
                var theirs = RunTcpdump(capture, filter);
                var odd = ours.Except(theirs).Concat(theirs.Except(ours)).ToList();
                Assert.True(odd.Count == 0, odd.Count == 0 ? "" : $"seed {seed}: `{filter}` on {Convert.ToHexString(packets[odd[0]])}");
            }
        }
        finally
        {
            File.Delete(capture);
        }
    }

    /// <summary>Uncut, and with a header length that the packet has: on others the two differ by intent.</summary>
    static byte[] Whole(Random random)
    {
        while (true)
        {
            var packet = SamplePackets.Random(random);
            if (packet.Length >= 44 || ((packet[0] & 15) == 5 && packet.Length >= 40))
                return packet;
        }
    }

    static void WriteCapture(string path, List<byte[]> packets)
    {
        using var writer = CaptureWriter.Create(path, CaptureFormat.Pcap, new CaptureInterface(LinkType.Raw));
        for (var i = 0; i < packets.Count; i++)
            writer.Write(i * 1_000_000_000L, packets[i]);
    }

    /// <summary>The numbers of the packets that match: their timestamps' seconds.</summary>
    static List<int> RunTcpdump(string capture, string filter)
    {
        using var process = Process.Start(new ProcessStartInfo("tcpdump", ["-n", "-tt", "-r", capture, filter])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return [.. lines.Where(line => char.IsAsciiDigit(line[0])).Select(line => int.Parse(line.AsSpan(0, line.IndexOf('.'))))];
    }

    static bool HasTcpdump()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("tcpdump", ["--version"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
            process!.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
