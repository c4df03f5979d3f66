using Sluice.Chains.Code;
using Sluice.Chains.Code.Native;
using Sluice.Chains.Tests.Functions;
using Sluice.Chains.Tests.Support;
using Sluice.Kernel.Tests;
using Sluice.Packets;
using Sluice.Runtime.Execution;

namespace Sluice.Chains.Tests.Agreement;

/// <summary>Random scripts over random packets: native code and the VM, in process and in the kernel, do what the reference
/// machine does, to verdicts, faults, packets and maps.</summary>
/// <remarks><c>SLUICE_SEED</c> and <c>SLUICE_ROUNDS</c> repeat a case, or look longer.</remarks>
public sealed class ScriptAgreementTests
{
    const int Packets = 12;

    [Fact]
    public void In_process() => Compare(40, [nameof(ExecutionMode.Compiled), nameof(ExecutionMode.Interpret), RunningScript.Machine]);

    /// <summary>Of chains' verdicts, those of chains that native code has within others are the outer one's.</summary>
    [Fact]
    public void Both_tiers_count_the_same()
    {
        const int rounds = 25;
        var seed = Number("SLUICE_SEED") ?? Random.Shared.Next();
        for (var round = 0; round < (Number("SLUICE_ROUNDS") ?? rounds); round++)
        {
            var random = new Random(seed + round);
            var text = RandomScript.Generate(random);
            var packets = Enumerable.Range(0, Packets).Select(_ => Packet(random)).ToArray();
            var unit = RunningScript.Compile("random.eclat", text);
            if (Expect(unit, packets) is null)
                continue;
            var counters = new[] { nameof(ExecutionMode.Compiled), RunningScript.Machine }.Select(form =>
            {
                using var script = RunningScript.On(form, unit, new() { CpuCount = 1 }, ChainCounting.Runs);
                Run(script, packets);
                return string.Join('\n', script.Counters().Where(counter => !InnerFunctions.Contains(counter.Key) && counter.Value.Runs > 0));
            }).ToArray();
            Assert.True(counters[0] == counters[1], $"seed {seed + round}:\nnative {counters[0]}\nVM {counters[1]}\n{text}");
        }
    }

    [Fact]
    public void In_the_kernel()
    {
        RunningKernel.Need();
        Compare(12, [RunningScript.Kernel, RunningScript.KernelMachine]);
    }

    static void Compare(int rounds, string[] forms)
    {
        var seed = Number("SLUICE_SEED") ?? Random.Shared.Next();
        rounds = Number("SLUICE_ROUNDS") ?? rounds;
        var spent = 0;
        for (var round = 0; round < rounds; round++)
        {
            var random = new Random(seed + round);
            var text = RandomScript.Generate(random);
            var packets = Enumerable.Range(0, Packets).Select(_ => Packet(random)).ToArray();
            try
            {
                var unit = RunningScript.Compile("random.eclat", text);
                if (Expect(unit, packets) is not { } expected)
                {
                    spent++;
                    continue;
                }

                foreach (var form in forms)
                {
                    using var script = RunningScript.On(form, unit, new() { CpuCount = 1 });
                    Compare(form, expected.Lines, Run(script, packets));
                    Compare(form, [expected.Maps.Describe(script.MapNames)], [script.Maps()]);
                }
            }
            catch (Exception error)
            {
                Assert.Fail($"seed {seed + round}: {error.Message}\n{text}");
            }
        }

        Assert.True(spent * 4 < rounds, $"seed {seed}: {spent} of {rounds} scripts spent their budget");
    }

    static void Compare(string form, List<string> expected, List<string> found)
    {
        for (var line = 0; line < expected.Count; line++)
            Assert.True(expected[line] == found[line], $"{form}:\nfound    {found[line]}\nexpected {expected[line]}");
    }

    static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : null;

    // One packet after the other: what the maps have counted shows with the next.
    static (List<string> Lines, ModelHost Maps)? Expect(ChainUnit unit, byte[][] packets)
    {
        var host = new ModelHost(unit);
        var lines = new List<string>();
        foreach (var packet in packets)
        {
            var (result, changed) = host.Run(packet);
            if (result.Fault == FaultCause.Budget)
                return null;
            lines.Add($"{(XdpAction)result.Action} {result.Fault} {Convert.ToHexString(changed)}");
        }

        return (lines, host);
    }

    static List<string> Run(RunningScript script, byte[][] packets)
    {
        using var cpu = new OneCpu();
        var lines = new List<string>();
        foreach (var packet in packets)
        {
            var before = script.Faults();
            var (verdict, changed) = script.Run(packet);
            var after = script.Faults();
            var faults = Enum.GetValues<FaultCause>().Where(cause => after[(int)cause] != before[(int)cause]).Select(cause => cause.ToString());
            lines.Add($"{verdict} {string.Join(' ', faults)} {Convert.ToHexString(changed)}");
        }

        return lines;
    }

    static byte[] Packet(Random random)
    {
        var packet = new PacketBuilder().Ethernet("02:00:00:00:00:01", "02:00:00:00:00:02");
        if (random.Next(4) == 0)
            packet.Vlan((ushort)random.Next(4096));
        var isIPv6 = random.Next(3) > 0;
        if (isIPv6)
        {
            packet.IPv6($"2001:db8:{random.Next(2)}::{random.Next(1, 4)}", "2001:db8::2", (byte)random.Next(256));
            if (random.Next(4) == 0)
                packet.HopByHop();
            if (random.Next(5) == 0)
                packet.DestinationOptions([1, 2, 0, 0]);
        }
        else
        {
            packet.IPv4($"192.0.{random.Next(2, 4)}.{random.Next(1, 4)}", "192.0.2.2", (byte)random.Next(256));
        }

        switch (random.Next(4))
        {
            case 0:
                packet.Tcp((ushort)random.Next(65536), 80, (TcpFlags)random.Next(64));
                break;
            case 1 when isIPv6:
                packet.Icmpv6Echo((ushort)random.Next(65536), 1);
                break;
            case 1:
                packet.IcmpEcho((ushort)random.Next(65536), 1);
                break;
            default:
                packet.Udp((ushort)random.Next(65536), (ushort)random.Next(60));
                break;
        }

        var payload = new byte[random.Next(24)];
        random.NextBytes(payload);
        var bytes = packet.Payload(payload).ToArray();
        // Cut off behind the network header at times.
        return random.Next(5) == 0 ? bytes[..random.Next(Math.Min(60, bytes.Length), bytes.Length + 1)] : bytes;
    }
}
