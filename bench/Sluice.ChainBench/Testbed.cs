using System.Diagnostics;
using System.Net;
using Sluice.Bpf.Engine;
using Sluice.Kernel;
using Sluice.Kernel.Links;
using Sluice.Packets;
using Sluice.Runtime.Routes;

namespace Sluice.ChainBench;

/// <summary>Two veth pairs in a network namespace of the bench's own: frames leave by a0, come in by a1, and go on by b0 to b1.</summary>
sealed class Testbed : IDisposable
{
    /// <summary>The address of a0, from which frames come.</summary>
    public const string Near = "02:00:00:00:0a:00";

    /// <summary>The address of a1, where programs look at them.</summary>
    public const string Ingress = "02:00:00:00:0a:01";

    const string Egress = "02:00:00:00:0b:00", Far = "02:00:00:00:0b:01";

    readonly KernelEngine _engine = new();
    readonly List<KernelLink> _links = [];

    /// <summary>Makes the interfaces, and routes that lead to b0.</summary>
    public Testbed()
    {
        Shell($"ip link add a0 address {Near} type veth peer name a1 address {Ingress}");
        Shell($"ip link add b0 address {Egress} type veth peer name b1 address {Far}");
        foreach (var device in new[] { "a0", "a1", "b0", "b1" })
            Shell($"ip link set {device} addrgenmode none up");
        File.WriteAllText("/proc/sys/net/ipv6/conf/all/forwarding", "1");
        Shell("ip -6 route add 2001:db8:2::/64 dev b0");
        Shell("ip -6 route add fc00::/64 dev b0");
        Shell($"ip -6 neigh add 2001:db8:2::2 lladdr {Far} dev b0 nud permanent");
        Shell($"ip -6 neigh add fc00::a lladdr {Far} dev b0 nud permanent");
        Shell("ip sr tunsrc set fd00::1");
        Frames = _engine.Load(Bodies.ByHand("frame"));
        // Each has a program, as a veth takes no frames of XDP without; the last that a frame meets drops it.
        foreach (var device in new[] { "a0", "b0", "b1" })
            _links.Add(KernelLink.AttachXdp(Frames.Programs["arrive"], Index(device), XdpMode.Native));
        Front = KernelLink.AttachXdp(Frames.Programs["nothing"], Index("a1"), XdpMode.Native);
        Context = new() { InterfaceIndex = Index("a1") };
    }

    /// <summary>The programs around those that are measured.</summary>
    public KernelCollection Frames { get; }

    /// <summary>What is attached to a1.</summary>
    public KernelLink Front { get; }

    /// <summary>A packet's way in.</summary>
    public RunContext Context { get; }

    /// <summary>The routes of the kernel, for the engine in process.</summary>
    public static RoutingTable Routes => new(
        [Interface("a1", Ingress), Interface("b0", Egress)],
        [Route("2001:db8:2::/64"), Route("fc00::/64")],
        [Neighbour("2001:db8:2::2"), Neighbour("fc00::a")]);

    /// <summary>An engine.</summary>
    public KernelEngine Engine => _engine;

    /// <summary>The programs around those that are measured, for a frame of their own.</summary>
    public KernelCollection FramesFor(ReadOnlySpan<byte> packet) => _engine.Load(Bodies.ByHand("frame")
        .With("frame_length", packet.Length).With<byte>("frame_words", packet[..64]));

    /// <summary>Frames that came to b1, of XDP or of the network stack.</summary>
    public long Arrived() => (long)new BpfPerCpuMap<uint, ulong>(Frames.Maps["arrived"]).Sum(0u);

    /// <summary>Lets b1 take buffers of the network stack in the place of frames, until that is disposed.</summary>
    public IDisposable TakeBuffers()
    {
        var link = _links[^1];
        link.Detach();
        var filter = TcFilter.Attach(Frames.Programs["arrive_buffer"], Index("b1"), TcDirection.Ingress, 1);
        return new Undo(() =>
        {
            filter.Detach();
            _links[^1] = KernelLink.AttachXdp(Frames.Programs["arrive"], Index("b1"), XdpMode.Native);
        });
    }

    /// <summary>An interface's index.</summary>
    public static int Index(string name) => Interfaces.All().Single(device => device.Name == name).Index;

    /// <summary>Runs a command; it must succeed.</summary>
    public static void Shell(string command) => Start(command.Split(' '));

    /// <summary>Runs a command of one text, such as nft's; it must succeed.</summary>
    public static void Shell(string command, string text) => Start([command, text]);

    /// <inheritdoc/>
    public void Dispose()
    {
        Front.Dispose();
        foreach (var link in _links)
            link.Dispose();
        Frames.Dispose();
        _engine.Dispose();
        Shell("ip link del a0");
        Shell("ip link del b0");
    }

    static void Start(string[] words)
    {
        using var process = Process.Start(words[0], words[1..]);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"'{string.Join(' ', words)}' failed: run this by bench/chains, as root");
    }

    static RouteInterface Interface(string name, string address) => new(Index(name), MacAddress.Parse(address));

    static Route Route(string destination) => new(IPNetwork.Parse(destination), Index("b0"));

    static Neighbour Neighbour(string address) => new(IPAddress.Parse(address), Index("b0"), MacAddress.Parse(Far));

    sealed class Undo(Action undo) : IDisposable
    {
        public void Dispose() => undo();
    }
}
