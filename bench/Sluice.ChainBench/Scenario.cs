using Sluice.Bpf.Diagnostics;
using Sluice.Chains.Code;
using Sluice.Chains.Functions;
using Sluice.Chains.Semantics;
using Sluice.Packets;

namespace Sluice.ChainBench;

/// <summary>A chain, the programs written by hand that do the same, and the packet that they are measured with.</summary>
/// <param name="Title">What tables call it.</param>
/// <param name="Name">The name of the script, of the objects written by hand and of their programs.</param>
/// <param name="Source">The packet's source address.</param>
/// <param name="Verdict">What becomes of it.</param>
sealed record Scenario(string Title, string Name, string Source, uint Verdict)
{
    // enum xdp_action of include/uapi/linux/bpf.h.
    const uint Drop = 1, Pass = 2, Redirect = 4;

    const string Destination = "2001:db8:2::2";

    /// <summary>Maps whose values hold times, which differ from run to run.</summary>
    public static readonly HashSet<string> Timed = ["pcpu_tb_dst", "pcpu_sd_tbmon"];

    /// <summary>All that are measured.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("MMLF", "mmlf", "2001:db8:1::1", Redirect),
        new("ENCAP", "encap", "2001:db8:1::1", Redirect),
        new("DDoS, a packet that passes", "ddos", "2001:db8:1::1", Pass),
        new("DDoS, a packet that is dropped", "ddos", "2001:db8:1::66", Drop),
    ];

    /// <summary>Does the packet leave by another interface?</summary>
    public bool IsForwarded => Verdict == Redirect;

    /// <summary>Does its way end with the verdict, and not in the kernel's network stack?</summary>
    public bool IsDecided => Verdict != Pass;

    /// <summary>The packet.</summary>
    public byte[] Packet => Frame(Source).ToArray();

    /// <summary>Packets on which all variants have to agree, the measured one among them.</summary>
    public IEnumerable<byte[]> Packets()
    {
        yield return Packet;
        yield return Frame("2001:db8:1::1").ToArray();
        yield return Frame("2001:db8:1::66").ToArray();
        yield return Frame("2001:db8:9::9").ToArray();
        yield return Packet;
        var tagged = new PacketBuilder().Ethernet(Testbed.Near, Testbed.Ingress).Vlan(7).IPv6(Source, Destination).Udp(1000, 53).Payload(40).ToArray();
        yield return tagged;
        // Its last hop, another version, a header that is cut off, and another protocol.
        yield return Changed(21, 1);
        yield return Changed(14, 0x50);
        yield return Packet[..40];
        yield return new PacketBuilder().Ethernet(Testbed.Near, Testbed.Ingress).IPv4("192.0.2.1", "192.0.2.2").Udp(1000, 53).Payload(40).ToArray();

        byte[] Changed(int at, byte value)
        {
            var packet = Packet;
            packet[at] = value;
            return packet;
        }
    }

    /// <summary>Compiles the script.</summary>
    public ChainUnit Compile()
    {
        var script = ScriptCompiler.Compile(new SourceText($"{Name}.eclat", Text(Name)), new() { Catalogue = PackageCatalogue.Shipped });
        return script.Unit ?? throw new InvalidOperationException(DiagnosticText.Summary(script.Diagnostics));
    }

    /// <summary>A script's text.</summary>
    public static string Text(string name) => File.ReadAllText(Path.Combine(Bodies.Root, "bench", "chain-programs", $"{name}.eclat"));

    static PacketBuilder Frame(string source) =>
        new PacketBuilder().Ethernet(Testbed.Near, Testbed.Ingress).IPv6(source, Destination).Udp(1000, 53).Payload(16);
}
