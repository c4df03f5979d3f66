using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sluice.Bpf.Engine;
using Sluice.Chains.Code;
using Sluice.Chains.Deployment;
using Sluice.Chains.Functions;
using Sluice.Chains.Semantics;
using Sluice.Cli.Chains;
using Sluice.Kernel;
using Sluice.Kernel.Links;
using Sluice.Kernel.Tests;

namespace Sluice.Chains.Tests.Deployment;

/// <summary>Scripts under live frames: a namespace with a veth, a generator on its near side, chains on its far side.</summary>
sealed partial class KernelScripts : IDisposable
{
    public const string Device = "v1";

    readonly NetworkNamespace _space = new();
    readonly PinFolder _pins = new();
    readonly KernelEngine _engine = new();
    readonly KernelCollection _sender;
    readonly Dictionary<string, (KernelLink Near, int Index)> _cables = new(StringComparer.Ordinal);

    public KernelScripts()
    {
        _sender = _engine.Load(Bpf.Assembly.Assembler.AssembleObject("""
            .license "GPL"
            .program send section="xdp"
            r0 = 3
            exit
            .program pass section="xdp"
            r0 = 2
            exit
            """));
        AddCable("v0", Device);
    }

    public string Pins => _pins.Path;

    public static IReadOnlyList<ChainLink> Links(string device = Device) => [new("ip6_simple_classifier", device, "xdpdrv")];

    /// <summary>A script whose chain for all IPv6 is this; other chains may follow.</summary>
    public static ChainUnit Compile(string chains, string head = "")
    {
        var script = ScriptCompiler.Compile(new("script.eclat", $$"""
            from programs.hike_default import hike_pass, hike_drop, monitor, ip6_tos_cls
            from programs.meter import ip6_sd_meter
            from loaders.hike_default import ip6_simple_classifier
            {{head}}
            ip6_simple_classifier[ipv6_simple_classifier_map] = { 0: main }

            {{chains}}
            """), new() { Catalogue = PackageCatalogue.Shipped });
        return script.Unit ?? throw new InvalidOperationException(string.Join('\n', script.Diagnostics.Select(found => found.Message)));
    }

    public ChainDeployment Deployment(string name = "script") => new(new KernelChainHost(_pins.Path, name), PackageCatalogue.Shipped);

    public T Do<T>(Func<T> inside) => _space.Do(inside);

    public void Do(Action inside) => _space.Do(() =>
    {
        inside();
        return 0;
    });

    /// <summary>Adds a veth, of which one end sends and the other is for chains.</summary>
    public void AddCable(string near, string far)
    {
        _space.Run($"ip link add {near} type veth peer name {far}");
        // No protocol of its own shall send anything.
        foreach (var device in new[] { near, far })
            _space.Run($"ip link set {device} addrgenmode none up");
        var index = _space.IndexOf(near);
        _cables.Add(near, (_space.Do(() => KernelLink.AttachXdp(_sender.Programs["pass"], index, XdpMode.Native)), index));
    }

    public void Send(byte[] frame, int count, string near = "v0") => _space.Do(() =>
    {
        _sender.Programs["send"].SendLive(frame, count, _cables[near].Index);
        return count;
    });

    /// <summary>Sends on a thread of its own, so that something else can be done meanwhile.</summary>
    public Task SendBeside(byte[] frame, int count, string near = "v0") => Task.Factory.StartNew(() =>
    {
        using var space = File.OpenHandle($"/proc/self/task/{_space.Id}/ns/net");
        if (SetNamespace((int)space.DangerousGetHandle(), 0) != 0)
            throw new InvalidOperationException("the thread cannot enter the network namespace");
        _sender.Programs["send"].SendLive(frame, count, _cables[near].Index);
    }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>What monitor has counted for an event.</summary>
    public ulong Count(uint @event, string script = "script") => _space.Do(() =>
    {
        using var map = new KernelChainHost(_pins.Path, script).OpenMap("map_pcpu_mon");
        return new BpfPerCpuMap<uint, ulong>(map).Sum(@event);
    });

    /// <summary>Frames that a full queue of the veth refused.</summary>
    public ulong Refused() => (ulong)_space.Run("ip -s -j link show").Split("\"dropped\":").Skip(1).Sum(text => long.Parse(text[..text.IndexOfAny([',', '}'])]));

    /// <summary>Everything that is pinned.</summary>
    public ImmutableArray<string> Pinned => [.. Directory.EnumerateFiles(_pins.Path, "*", SearchOption.AllDirectories)];

    /// <summary>What is attached to the far side, or null.</summary>
    public XdpAttachment? Attached()
    {
        var index = _space.IndexOf(Device);
        return _space.Do(() => Interfaces.Xdp(index));
    }

    public void Dispose()
    {
        foreach (var (near, _) in _cables.Values)
            near.Dispose();
        _sender.Dispose();
        _engine.Dispose();
        _space.Dispose();
        _pins.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "setns")]
    private static partial int SetNamespace(int descriptor, int kind);
}
