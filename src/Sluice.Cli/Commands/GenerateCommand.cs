using System.CommandLine;
using Sluice.Cli.Generation;
using Sluice.Packets;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice generate</c>: captures of made-up traffic.</summary>
static class GenerateCommand
{
    public static Command Create(Terminal terminal)
    {
        var output = new Option<string>("--output", "-o") { Description = "The capture to write; - is standard output", HelpName = "FILE", Required = true };
        var packets = CommonOptions.Number("--packets", "How many packets", 1000, least: 0);
        var flows = Number("--flows", "How many different flows", 100);
        var zipf = new Option<double>("--zipf") { Description = "Exponent of the flows' popularity; 0: all the same, 1: as on real links", HelpName = "X" };
        var size = new Option<string>("--size")
        {
            Description = "Lengths of the frames: N, MIN-MAX, imix, or a mix such as 64:7,1000-1500:1",
            HelpName = "SIZE",
            DefaultValueFactory = _ => "imix",
        };
        var rate = Number("--rate", "Packets a second, by the timestamps", 100_000);
        var poisson = new Option<bool>("--poisson") { Description = "Vary the times between packets as independent arrivals do" };
        var ipv6 = Number("--ipv6", "How many flows in a hundred are IPv6", 0);
        var protocol = new Option<string[]>("--protocol")
        {
            Description = "tcp, udp, icmp or syn, with a weight where there are several: tcp:3",
            HelpName = "NAME[:WEIGHT]",
            AllowMultipleArgumentsPerToken = true,
        };
        var port = new Option<ushort[]>("--port") { Description = "Destination ports", HelpName = "N", AllowMultipleArgumentsPerToken = true };
        var vlan = new Option<ushort?>("--vlan") { Description = "Tag all packets with this VLAN", HelpName = "ID" };
        var seed = CommonOptions.Seed("The same seed gives the same packets");
        var format = CommonOptions.Choice(
            "--format", "The capture's format", ("pcap", CaptureFormat.Pcap), ("pcapng", CaptureFormat.PcapNg));
        var command = new SluiceCommand("generate", "Write a capture of generated traffic.")
        {
            Options = { output, packets, flows, zipf, size, rate, poisson, ipv6, protocol, port, vlan, seed, format },
            Examples =
            [
                "sluice generate -o traffic.pcap",
                "sluice generate -o small.pcap --packets 100000 --flows 1000 --size 64 --protocol udp",
                "sluice generate -o mixed.pcapng --format pcapng --ipv6 50 --protocol tcp:3 udp:1 --vlan 100 --seed 7",
                "sluice generate -o flood.pcap --protocol syn --port 80 --flows 5000 --size 60",
            ],
        };
        command.SetAction(parsed => TrafficFile.Write(
            terminal,
            parsed.GetRequiredValue(output),
            parsed.GetValue(format),
            parsed.GetValue(packets),
            TrafficOptionsReader.Read(
                new()
                {
                    Flows = parsed.GetValue(flows),
                    ZipfExponent = parsed.GetValue(zipf),
                    PacketsPerSecond = parsed.GetValue(rate),
                    Arrivals = parsed.GetValue(poisson) ? ArrivalProcess.Poisson : ArrivalProcess.Constant,
                    IPv6Percent = parsed.GetValue(ipv6),
                    VlanId = parsed.GetValue(vlan),
                    Seed = parsed.GetValue(seed) ?? 1,
                },
                parsed.GetRequiredValue(size),
                parsed.GetValue(protocol) ?? [],
                parsed.GetValue(port) ?? [])));
        return command;

        static Option<T> Number<T>(string name, string description, T fallback) =>
            new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => fallback };
    }
}
