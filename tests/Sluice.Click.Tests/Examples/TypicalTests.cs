using Sluice.Bpf.Diagnostics;
using Sluice.Click.Configuration;
using Sluice.Click.Packets;
using Sluice.Click.Routing;
using Sluice.Click.Tests.Elements;

namespace Sluice.Click.Tests.Examples;

/// <summary>Configurations of the kinds that ship with Click and that its users pass on: all that they use is there, and works.</summary>
public sealed class TypicalTests : IDisposable
{
    const long Second = 1_000_000_000;

    static readonly string[] s_sources = ["FromDevice", "FromHost"];
    static readonly string[] s_sinks = ["ToDevice", "ToHost", "ToHostSniffers"];

    readonly string _folder = Directory.CreateTempSubdirectory("click-typical-").FullName;
    readonly PacketPool _pool = new();
    readonly StringWriter _output = new();

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(TestData.Find("typical")).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        Assert.Equal(0, _pool.Outstanding);
        _pool.Dispose();
        Directory.Delete(_folder, true);
    }

    [Theory, MemberData(nameof(Files))]
    public void Everything_in_it_is_known_and_nothing_is_warned_of(string file)
    {
        Assert.Empty(ConfigurationLoader.Check(new ConfigurationLoader().Read(Read(file)), Options()).Select(found => DiagnosticText.Write(found)));
        Assert.Equal("", _output.ToString());
    }

    [Theory, MemberData(nameof(Files))]
    public void It_takes_whatever_comes_in(string file)
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var capture = Path.Combine(_folder, "in.pcap");
        MalformedPackets.WriteTo(capture, seed, 2000);
        foreach (var input in new[] { capture, Path.Combine(TestData.Root, "examples/captures/mixed.pcapng") })
        {
            using var driver = Start(file, input);
            driver.RunUntilIdle(driver.Clock.Now + 3 * Second);
        }
    }

    [Fact]
    public void The_router_forwards_what_its_source_makes()
    {
        using var driver = Start("router-without-network.click", "", text => text.Replace(", STOP true", "", StringComparison.Ordinal));
        driver.RunUntilIdle(driver.Clock.Now + Second);
        Assert.Equal(("6000", "0", "6000"), (driver.Read("sent0.count"), driver.Read("sent1.count"), driver.Read("source.count")));
        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public void The_printer_prints_every_ping_and_nothing_else()
    {
        using var driver = Start("ping-printer.click", Path.Combine(TestData.Root, "examples/captures/ping.pcap"));
        driver.RunUntilIdle(driver.Clock.Now + 3 * Second);
        Assert.Equal("12", driver.Read("seen.count"));
        var lines = _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(12, lines.Length);
        Assert.All(lines, line => Assert.Contains("192.0.2.10 > 192.0.2.1: icmp echo", line, StringComparison.Ordinal));
    }

    [Fact]
    public void The_office_translates_what_goes_out_and_lets_the_answers_in()
    {
        // From one host inside to the world, over the gateway's own capture: each packet leaves with the gateway's address.
        var capture = Path.Combine(_folder, "in.pcap");
        MalformedPackets.WriteTo(capture, [.. Enumerable.Range(0, 20).Select(i => MalformedPackets.Frame().IPv4("10.0.0.7", "198.51.100.99")
            .Udp((ushort)(1000 + i), 9).Payload(20).ToArray())]);
        using var driver = Start("office-gateway.click", capture);
        driver.RunUntilIdle(driver.Clock.Now + 3 * Second);
        var table = driver.Read("rw.udp_table").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(40, table.Length);
        Assert.Equal(20, table.Count(line => line.Contains("=> (198.51.100.2, ", StringComparison.Ordinal)));
    }

    SourceText Read(string file, Func<string, string>? change = null)
    {
        var text = File.ReadAllText(TestData.Find(Path.Combine("typical", file))).Replace("gateway.socket", Path.Combine(_folder, "s"), StringComparison.Ordinal);
        return new(file, change is null ? text : change(text));
    }

    RouterOptions Options() => new() { Pool = _pool, Clock = new VirtualClock(), Output = _output };

    // Devices give what a capture has, and swallow what they get.
    RouterDriver Start(string file, string capture, Func<string, string>? change = null)
    {
        ConfigurationLoader loader = new()
        {
            Rewrite = configuration => configuration with
            {
                Elements = [.. configuration.Elements.Select(element => s_sources.Contains(element.ClassName) ? element with { ClassName = "FromDump", Arguments = capture }
                    : s_sinks.Contains(element.ClassName) ? element with { ClassName = "Discard", Arguments = "" } : element)],
            },
        };
        var router = loader.Load(Read(file, change), Options(), out var found);
        Assert.Empty(found.Select(finding => DiagnosticText.Write(finding)));
        return new RouterDriver(router!);
    }
}
