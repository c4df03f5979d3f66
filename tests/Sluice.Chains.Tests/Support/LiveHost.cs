using System.Net;
using System.Net.Sockets;
using Sluice.Bpf.Engine;
using Sluice.Chains.Code;
using Sluice.Chains.Deployment;
using Sluice.Chains.Functions;
using Sluice.Cli.Chains;
using Sluice.Kernel;
using Sluice.Kernel.Links;
using Sluice.Kernel.Tests;

namespace Sluice.Chains.Tests.Support;

/// <summary>A host in a namespace, with a script on its interface <c>h0</c>, and another, outside, at the cable's end <c>o0</c>.</summary>
sealed class LiveHost : IDisposable
{
    /// <summary>How long is waited for what must come, in milliseconds, and for what must not.</summary>
    public const int Patience = 10_000, Moment = 300;

    const string Name = "script";

    readonly PinFolder _pins = new();
    readonly KernelEngine _engine = new();
    readonly KernelCollection _programs;
    readonly List<IDisposable> _links = [];

    public LiveHost()
    {
        _programs = _engine.Load(Bpf.Assembly.Assembler.AssembleObject("""
            .license "GPL"
            .program send section="xdp"
            r0 = 3
            exit
            .program pass section="xdp"
            r0 = 2
            exit
            """));
        foreach (var space in new[] { Host, Outside })
            Prepare(space);
        Host.Run($"ip link add h0 type veth peer name o0 netns {Outside.Id}");
        Host.Run("ip link set h0 up");
        Outside.Run("ip link set o0 up");
    }

    public NetworkNamespace Host { get; } = new();

    public NetworkNamespace Outside { get; } = new();

    /// <summary>Another namespace, as the two are: forwarding, without filters, and quick to take addresses.</summary>
    public static void Prepare(NetworkNamespace space)
    {
        space.Run("sysctl -q -w net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.forwarding=1 net.ipv4.ip_forward=1 "
            + "net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0");
        space.Run("ip link set lo up");
    }

    /// <summary>Gives both ends addresses of the networks 192.0.2.0/24 and 2001:db8::/64: .2 inside, .1 and others outside.</summary>
    public void Number(params ReadOnlySpan<int> outside)
    {
        Host.Run("ip addr add 2001:db8::2/64 dev h0 nodad");
        Host.Run("ip addr add 192.0.2.2/24 dev h0");
        foreach (var number in outside)
        {
            Outside.Run($"ip addr add 2001:db8::{number}/64 dev o0 nodad");
            Outside.Run($"ip addr add 192.0.2.{number}/24 dev o0");
        }
    }

    /// <summary>Puts a script's loader in front of the host.</summary>
    public void Attach(ChainUnit unit, ChainTier tier) => Host.Do(() =>
        new ChainDeployment(new KernelChainHost(_pins.Path, Name), PackageCatalogue.Shipped)
            .Attach(unit, Name, [new(unit.Loaders[0].Name, "h0", "xdpdrv")], tier));

    /// <summary>What monitor has counted for an event.</summary>
    public ulong Count(uint @event) => Host.Do(() =>
    {
        using var map = new KernelChainHost(_pins.Path, Name).OpenMap("map_pcpu_mon");
        return new BpfPerCpuMap<uint, ulong>(map).Sum(@event);
    });

    /// <summary>Lets a veth take frames that are redirected to its other end: it wants an XDP program of its own for that.</summary>
    public void AcceptRedirected(NetworkNamespace space, string device)
    {
        var index = space.IndexOf(device);
        _links.Add(space.Do(() => KernelLink.AttachXdp(_programs.Programs["pass"], index, XdpMode.Native)));
    }

    /// <summary>Sends a frame from outside, as fast as the kernel can.</summary>
    public void Flood(byte[] frame, int count)
    {
        var index = Outside.IndexOf("o0");
        Outside.Do(() =>
        {
            _programs.Programs["send"].SendLive(frame, count, index);
            return count;
        });
    }

    /// <summary>A socket for datagrams.</summary>
    public static Socket Datagrams(NetworkNamespace space, string address, int port) => space.Do(() =>
    {
        var local = IPAddress.Parse(address);
        var socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = Patience };
        socket.Bind(new IPEndPoint(local, port));
        return socket;
    });

    public void Dispose()
    {
        foreach (var link in _links)
            link.Dispose();
        _programs.Dispose();
        _engine.Dispose();
        Outside.Dispose();
        Host.Dispose();
        _pins.Dispose();
    }
}
