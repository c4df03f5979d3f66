using Sluice.Kernel.Programs;
using Sluice.Packets;

namespace Sluice.ChainBench;

/// <summary>How measurements are made: medians of several runs over one packet.</summary>
/// <param name="Rounds">Runs, of which the median counts.</param>
/// <param name="Repeat">Packets in a run.</param>
sealed record Measures(int Rounds, int Repeat)
{
    /// <summary>The packet: IPv6 and UDP, 64 bytes of payload.</summary>
    public static byte[] Packet { get; } = new PacketBuilder().Ethernet("02:00:00:00:00:01", "02:00:00:00:00:02")
        .IPv6("2001:db8::1", "2001:db8:1::2").Udp(1000, 53).Payload(64).ToArray();

    /// <summary>The median time of a run in nanoseconds, by the kernel's test runs.</summary>
    /// <exception cref="InvalidOperationException">The program decides otherwise than it should.</exception>
    public double Time(KernelProgram program, uint verdict)
    {
        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var result = program.Repeat(Packet, Repeat);
            if (result.ReturnValue != verdict)
                throw new InvalidOperationException($"{program.Spec.Name}: found verdict {result.ReturnValue}, expected {verdict}");
            times.Add(result.Nanoseconds);
        }

        times.Sort();
        return times[times.Count / 2];
    }
}
