using Sluice.Packets;

namespace Sluice.Cli.Tests;

public sealed class GenerateTests
{
    [Theory]
    [InlineData("pcap", CaptureFormat.Pcap)]
    [InlineData("pcapng", CaptureFormat.PcapNg)]
    public void Writes_what_was_asked_for(string name, CaptureFormat format)
    {
        using var folder = new TemporaryFolder();
        var file = folder["traffic"];
        Sluice.Succeed("generate", "-o", file, "--packets", "500", "--size", "100-200", "--protocol", "udp", "--port", "53", "--vlan", "7", "--format", name);
        using var capture = CaptureReader.Open(file);
        Assert.Equal(format, capture.Format);
        var count = 0;
        for (; capture.TryRead(out var packet); count++)
        {
            Assert.InRange(packet.Data.Length, 100, 200);
            Assert.Equal([0x81, 0x00, 0x00, 0x07, 0x08, 0x00], packet.Data[12..18].ToArray());
            Assert.Equal([0x00, 0x35], packet.Data[40..42].ToArray());
        }

        Assert.Equal(500, count);
    }

    [Fact]
    public void Gives_the_same_packets_for_the_same_seed()
    {
        using var folder = new TemporaryFolder();
        byte[] Bytes(string name, string seed)
        {
            Sluice.Succeed("generate", "-o", folder[name], "--packets", "100", "--seed", seed);
            return File.ReadAllBytes(folder[name]);
        }

        Assert.Equal(Bytes("a", "7"), Bytes("b", "7"));
        Assert.NotEqual(Bytes("a", "7"), Bytes("c", "8"));
    }

    [Fact]
    public void Writes_to_standard_output()
    {
        using var folder = new TemporaryFolder();
        var run = Sluice.Shell("sluice generate -o - --packets 3 > x.pcap && sluice generate -o y.pcap --packets 3 && cmp x.pcap y.pcap", folder.Path);
        Assert.Equal((0, "", ""), (run.ExitCode, run.Out, run.Error));
    }

    [Theory]
    [InlineData("--size none")]
    [InlineData("--protocol sctp")]
    [InlineData("--protocol tcp:x")]
    [InlineData("--protocol tcp syn")]
    [InlineData("--flows 0")]
    [InlineData("--ipv6 101")]
    [InlineData("--packets -1")]
    [InlineData("--rate 0")]
    [InlineData("--zipf NaN")]
    [InlineData("--vlan 5000")]
    [InlineData("--port 70000")]
    [InlineData("--flows 9999999999")]
    public void Refuses_options_that_make_no_sense(string options)
    {
        using var folder = new TemporaryFolder();
        var run = Sluice.Run(["generate", "-o", folder["x"], .. options.Split(' ')]);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Matches($"^sluice: {options.Split(' ')[0]}[: ][^\n]+\nsluice: try 'sluice generate --help'\n$", run.Error);
        Assert.False(File.Exists(folder["x"]));
    }
}
