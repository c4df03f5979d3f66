using System.Text.Json;
using Sluice.Chains.Code;
using Sluice.Chains.Tests.Support;
using Sluice.Kernel.Tests;
using Sluice.Packets;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Routes;

namespace Sluice.Chains.Tests.Functions;

/// <summary>Every example gives the same verdicts, bytes and maps over its capture, however it is executed.</summary>
public sealed class ExampleAgreementTests
{
    // What maps tell of the time differs, and a bucket that is filled again lets more through the slower a test runs.
    static readonly string[] s_timed = ["ipv6_hset_sd_map", "pcpu_tb_dst", "pcpu_sd_tbmon", "ip4_sd_tbmon_map"];

    public static TheoryData<string> Names => ExamplePageTests.Names;

    [Theory, MemberData(nameof(Names))]
    public void All_engines_do_the_same(string name)
    {
        var unit = ExampleScript.Compile(name, text => text.Replace("rate=1000", "rate=0").Replace("rate=100", "rate=0").Replace("RATE = 100\n", "RATE = 0\n"));
        var packets = new List<byte[]>();
        using (var capture = CaptureReader.Open(ExampleScript.PathOf(name, $"{name}.pcap")))
        {
            while (capture.TryRead(out var packet))
                packets.Add(packet.Data.ToArray());
        }

        var routes = ExampleScript.PathOf(name, "routes.json");
        var options = new RuntimeOptions { Time = new ManualTime(), Routes = File.Exists(routes) ? RoutingTableFile.Load(routes) : RoutingTable.Empty };
        var expected = Describe(RunningScript.Machine, unit, packets, options);
        Assert.Equal(expected, Describe(nameof(ExecutionMode.Compiled), unit, packets, options));
        if (!FunctionUnderTest.HasKernel)
            Assert.Skip("programs cannot be loaded into the kernel here");
        using var host = Host(routes);
        foreach (var form in new[] { RunningScript.Kernel, RunningScript.KernelMachine })
            Assert.Equal(expected, host.Do(() => Describe(form, unit, packets, options)));
    }

    static List<string> Describe(string form, ChainUnit unit, List<byte[]> packets, RuntimeOptions options)
    {
        using var cpu = new OneCpu(); // samplers and meters count for each CPU
        using var script = RunningScript.On(form, unit, options);
        var lines = packets.Select((packet, index) =>
        {
            var (verdict, changed) = script.Run(packet);
            return $"{index}: {verdict} {Convert.ToHexString(changed)}";
        }).ToList();
        lines.Add(script.Maps(s_timed));
        return lines;
    }

    // A host with the routes of the example's file: test runs of the kernel ask it.
    static NetworkNamespace Host(string routes)
    {
        var space = new NetworkNamespace();
        space.Run("sysctl -q -w net.ipv6.conf.all.forwarding=1 net.ipv4.ip_forward=1");
        space.Run("ip link set lo up");
        if (!File.Exists(routes))
            return space;
        using var table = JsonDocument.Parse(File.ReadAllText(routes));
        foreach (var link in table.RootElement.GetProperty("interfaces").EnumerateArray().Where(link => link.GetProperty("index").GetInt32() > 1))
        {
            var index = link.GetProperty("index").GetInt32();
            space.Run($"ip link add d{index} address {link.GetProperty("mac")} type veth peer name p{index}");
            space.Run($"ip link set d{index} up");
            space.Run($"ip link set p{index} up");
        }

        foreach (var route in table.RootElement.GetProperty("routes").EnumerateArray())
            space.Run($"ip -6 route add {route.GetProperty("to")} dev d{route.GetProperty("dev")}");
        foreach (var neighbour in table.RootElement.GetProperty("neighbours").EnumerateArray())
            space.Run($"ip -6 neigh add {neighbour.GetProperty("address")} lladdr {neighbour.GetProperty("mac")} dev d{neighbour.GetProperty("dev")} nud permanent");
        return space;
    }
}
