using Sluice.Click.Elements;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Tests.Elements;

/// <summary>Random bytes through every element of the groups that work on headers: nothing crashes, and no packet is lost.</summary>
public sealed class RandomPacketTests(ITestOutputHelper output)
{
    const int Packets = 3000;

    static readonly string[] s_groups = ["Classification", "Flows", "Headers", "Protocols", "Rewriting", "Routing"];

    /// <summary>Arguments and ports of classes that need some; all others work without.</summary>
    static readonly Dictionary<string, (string Arguments, int Inputs, int Outputs)> s_needs = new()
    {
        ["Classifier"] = ("12/0800 23/06, !14/45 20/??0?, 60/ff", 1, 3),
        ["IPClassifier"] = ("tcp opt syn and dst port > 80, icmp type echo or ip frag, transp[16:4] 7", 1, 3),
        ["IPFilter"] = ("allow src port 53, 1 ip[18:4] & 0xff < 9, deny tcp, 2 udp", 1, 3),
        ["IPProtoClassifier"] = ("tcp, udp, -", 1, 3),
        ["Align"] = ("4, 2", 1, 1),
        ["AlignmentInfo"] = ("x 4 0", 0, 0),
        ["CheckIPHeader"] = ("OFFSET 2, DETAILS true", 1, 2),
        ["EtherEncap"] = ("0x800, 2:0:0:0:0:1, 2:0:0:0:0:2", 1, 1),
        ["EtherRewrite"] = ("2:0:0:0:0:1, 2:0:0:0:0:2", 1, 1),
        ["EtherVLANEncap"] = ("0x800, 2:0:0:0:0:1, 2:0:0:0:0:2, ANNO", 1, 1),
        ["FixIPSrc"] = ("10.0.0.1", 1, 1),
        ["GetIPAddress"] = ("16", 1, 1),
        ["HostEtherFilter"] = ("2:0:0:0:0:1", 1, 2),
        ["IPEncap"] = ("udp, 10.0.0.1, DST_ANNO", 1, 1),
        ["IPFragmenter"] = ("60", 1, 2),
        ["IPGWOptions"] = ("10.0.0.1, 10.0.0.2", 1, 2),
        ["IPPrint"] = ("PAYLOAD ASCII, ID true, AGGREGATE true", 1, 1),
        ["SetIPAddress"] = ("10.0.0.1", 1, 1),
        ["SetIPDSCP"] = ("46", 1, 1),
        ["SetIPECN"] = ("1", 1, 1),
        ["SetTCPChecksum"] = ("true", 1, 2),
        ["StoreIPAddress"] = ("10.0.0.1, dst", 1, 1),
        ["Strip"] = ("14", 1, 1),
        ["Unstrip"] = ("14", 1, 1),
        ["UDPIPEncap"] = ("10.0.0.1, 1, 10.0.0.2, 2", 1, 1),
        ["VLANEncap"] = ("5", 1, 1),
        ["AddressInfo"] = ("name 10.0.0.1", 0, 0),
        ["ARPQuerier"] = ("10.0.0.1/24, 2:0:0:0:0:1, CAPACITY 20", 2, 2),
        ["ARPResponder"] = ("10.0.0.0/8 2:0:0:0:0:1", 1, 2),
        ["ARPTable"] = ("", 0, 0),
        ["ICMPError"] = ("10.0.0.1, parameterproblem", 1, 1),
        ["ICMPPingEncap"] = ("10.0.0.1, 10.0.0.2", 1, 1),
        ["ICMPPingSource"] = ("10.0.0.1, 10.0.0.2", 1, 1),
        ["ICMPPingRewriter"] = ("pattern 192.0.2.1 1-100 - - 0 1, pass 1", 2, 2),
        ["ICMPRewriter"] = ("rw", 1, 2),
        ["FTPPortMapper"] = ("rw, rw, - 1-100 - - 0 0", 1, 1),
        ["IPAddrRewriter"] = ("pattern 10.0.0.0/28 - 0 1, keep 0 1", 2, 2),
        ["IPAddrPairRewriter"] = ("pattern 10.0.0.0/28 - 0 1, keep 0 1", 2, 2),
        ["IPRewriter"] = ("pattern 192.0.2.1 1-100 - - 0 1, keep 0 1", 2, 2),
        ["IPRewriterPatterns"] = ("name - - - -", 0, 0),
        ["RoundRobinIPMapper"] = ("- - - - 0 0", 0, 0),
        ["SourceIPHashMapper"] = ("5 1, - - - - 0 0 7", 0, 0),
        ["TCPRewriter"] = ("pattern 192.0.2.1 1-100? - - 0 1, keep 0 1", 2, 2),
        ["UDPRewriter"] = ("pattern 192.0.2.1 1-100# - - 0 1, drop", 2, 2),
        ["AggregateIPFlows"] = ("ICMP true", 1, 2),
        ["IPRateMonitor"] = ("BYTES, 0.5, 10", 2, 2),
        ["EtherSwitch"] = ("", 3, 3),
        ["ListenEtherSwitch"] = ("", 2, 3),
    };

    public static TheoryData<string> Classes() =>
        [.. ElementClasses.All.Where(static type => s_groups.Contains(ElementTableTests.GroupOf(type))).Select(static type => type.Name)];

    [Theory, MemberData(nameof(Classes))]
    public void Nothing_crashes_and_no_packet_is_lost(string type)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (arguments, inputs, outputs) = s_needs.TryGetValue(type, out var needs) ? needs
            : type.EndsWith("IPLookup", StringComparison.Ordinal) ? ("0.0.0.0/0 0, 10.0.0.0/8 1.1.1.1 1", 1, 2) : ("", 1, 1);
        using var bench = ElementBench.Of(
            $"{type}({arguments})", inputs, outputs, "rw :: IPRewriter(keep 0 0); Idle -> rw -> qrw :: Queue -> Idle");
        for (var i = 0; i < Packets && inputs > 0; i++)
        {
            Prepare(bench, random);
            if (i % 100 != 0)
                continue;
            for (var port = 0; port < outputs; port++)
                _ = bench.Receive(port);
            bench.Router.Run(1_000_000_000);
        }

        foreach (var handler in bench.Router.Router.HandlersOf(bench.Element).All.Where(static handler => handler.CanRead))
        {
            if (!handler.Flags.HasFlag(Handlers.HandlerFlags.ReadParameters))
                _ = bench.Read(handler.Name);
        }
    }

    static void Prepare(ElementBench bench, Random random)
    {
        var bytes = Bytes(random);
        bench.Send(bytes, random.Next(bench.Element.InputCount), packet => Annotate(packet, random));
    }

    static byte[] Bytes(Random random)
    {
        byte[] bytes;
        switch (random.Next(4))
        {
            case 0:
                bytes = new byte[random.Next(200)];
                random.NextBytes(bytes);
                return bytes;
            case 1:
                bytes = random.Next(2) == 0 ? ArpTests.Reply("10.0.0.2", new MacAddress(0x0200_0000_0009)) : ArpTests.Request("10.0.0.3");
                break;
            case 2:
                bytes = new PacketBuilder().IPv4("10.0.0.9", "10.0.0.1").Icmp((IcmpType)random.Next(20), (byte)random.Next(6))
                    .Payload(Classification.SamplePackets.Random(random)).ToArray();
                break;
            default:
                bytes = Classification.SamplePackets.Random(random);
                break;
        }

        for (var changes = random.Next(4); changes > 0 && bytes.Length > 0; changes--)
            bytes[random.Next(Math.Min(bytes.Length, 60))] = (byte)random.Next(256);
        return random.Next(3) == 0 ? bytes[..random.Next(bytes.Length + 1)] : random.Next(4) == 0 ? [.. bytes, .. new byte[random.Next(40)]] : bytes;
    }

    /// <summary>Headers are often marked where they are, sometimes anywhere, and sometimes not at all.</summary>
    static unsafe void Annotate(Packet packet, Random random)
    {
        packet.DestinationWord = (uint)random.Next(1, 9) << 24 | 10;
        packet.PacketType = (PacketType)random.Next(5);
        for (var i = 16; i < 48 && random.Next(2) == 0; i++)
            packet.Annotations[i] = (byte)random.Next(256);
        if (random.Next(3) == 0)
            packet.SetMacHeader(packet.Data - random.Next(20));
        var how = random.Next(6);
        if (how == 0)
            return;
        var offset = how == 1 ? random.Next(packet.Length + 1) : 0;
        packet.SetNetworkHeader(packet.Data + offset, packet.Length > offset ? (packet.Data[offset] & 15) * 4 : 20);
        if (how == 2)
            packet.Pull(random.Next(packet.Length + 1));
        if (how == 3)
            packet.Take(random.Next(packet.Length + 1));
    }
}
