using Sluice.Chains.Tests.Support;
using Sluice.Packets;
using Sluice.Runtime.Routes;

namespace Sluice.Chains.Tests.Functions;

/// <summary>The captures of the examples are what they are said to be, and give what the pages say.</summary>
public sealed class ExamplePageTests
{
    const string Update = "SLUICE_UPDATE_DOCS";

    public static TheoryData<string> Names => [.. ExampleTraffic.All.Keys.Order(StringComparer.Ordinal)];

    public static TheoryData<string, string> Cases =>
        [.. Names.SelectMany(name => RunningScript.InProcess.Select(form => (name.Data, form.Data)))];

    [Theory, MemberData(nameof(Names))]
    public void The_capture_is_what_the_tests_make(string name)
    {
        var written = new MemoryStream();
        using (var writer = CaptureWriter.Create(written, CaptureFormat.Pcap, new CaptureInterface(LinkType.Ethernet), leaveOpen: true))
        {
            foreach (var (time, packet) in ExampleTraffic.All[name]())
                writer.Write(time, packet);
        }

        var path = ExampleScript.PathOf(name, $"{name}.pcap");
        if (Environment.GetEnvironmentVariable(Update) == "1")
            File.WriteAllBytes(path, written.ToArray());
        Assert.Equal(written.ToArray(), File.ReadAllBytes(path));
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_script_gives_what_its_page_says(string name, string mode)
    {
        var time = new ManualTime();
        var routes = ExampleScript.PathOf(name, "routes.json");
        using var script = ExampleScript.On(mode, name, new()
        {
            Time = time,
            Routes = File.Exists(routes) ? RoutingTableFile.Load(routes) : RoutingTable.Empty,
        });
        var verdicts = new int[Enum.GetValues<XdpAction>().Length];
        long? last = null;
        using var capture = CaptureReader.Open(ExampleScript.PathOf(name, $"{name}.pcap"));
        while (capture.TryRead(out var packet))
        {
            time.Advance(TimeSpan.FromTicks((packet.Timestamp - (last ?? packet.Timestamp)) / TimeSpan.NanosecondsPerTick));
            last = packet.Timestamp;
            verdicts[(int)script.Run(packet.Data.ToArray()).Verdict]++;
        }

        var row = $"| `{name}.pcap` | {verdicts[(int)XdpAction.Pass]} | {verdicts[(int)XdpAction.Drop]} | {verdicts[(int)XdpAction.Redirect]} |";
        Assert.Contains(row, File.ReadAllText(ExampleScript.PathOf(name, "README.md")));
        Assert.Equal(0, verdicts[(int)XdpAction.Aborted] + verdicts[(int)XdpAction.Transmit]);
    }
}
