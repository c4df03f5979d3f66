using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Inspection;
using Sluice.Kernel.Links;
using Sluice.Kernel.Links.Netlink;
using Sluice.Kernel.Maps;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Attachments;

/// <summary>An XDP program on an interface that others have attached.</summary>
sealed class ForeignXdp : IDisposable
{
    // lib/libxdp/protocol.org of xdp-tools: the name of the dispatcher, and the first bytes of its configuration in .rodata.
    const string DispatcherName = "xdp_dispatcher";
    const byte DispatcherMagic = 236;

    // What every loader of chains counts in: bpf/include/sluice/loader.h.
    const string LoaderMap = "sluice_faults";

    // include/uapi/linux/if_link.h and rtnetlink.h.
    const ushort SetLink = 19, Xdp = 43, Descriptor = 1, Flags = 3, ExpectedDescriptor = 8;
    const uint None = uint.MaxValue, Replacing = 1 << 4;

    static readonly uint[] s_modes = [0, 1 << 2, 1 << 1, 1 << 3];

    readonly NetworkInterface _device;
    readonly OpenedProgram _program;
    readonly XdpMode _mode;
    readonly int _link;

    ForeignXdp(NetworkInterface device, OpenedProgram program, XdpMode mode, int link) =>
        (_device, _program, _mode, _link) = (device, program, mode, link);

    /// <summary>The one of an interface; null if there is none.</summary>
    public static ForeignXdp? Find(NetworkInterface device) => Interfaces.Xdp(device.Index) is var (program, mode)
        ? new(device, OpenedProgram.Open(program), mode, Interfaces.XdpLinkOf(device.Index, program))
        : null;

    /// <summary>What it is, in words.</summary>
    public string Describe()
    {
        var description = _program.Description;
        // A script's loaders are pinned beside the programs of objects, but are a program of their own.
        if (description.Name != DispatcherName && IsOfScript(description))
            return $"loader '{description.Name}' of a script is attached there, which shares an interface with no other program: detach it by 'sluice detach --dev {_device.Name}'";
        if (description.Name != DispatcherName)
            return $"program '{description.Name}' ({description.Id}) of somebody else is attached there";
        foreach (var id in description.MapIds)
        {
            if (ObjectIds.TryOpen(BpfCommand.MapGetDescriptorById, "map", id) is not { } descriptor)
                continue;
            using var map = KernelMap.Adopt(descriptor, $"map {id}");
            var value = new byte[map.ValueBufferSize];
            // struct xdp_dispatcher_config: magic, version, number of programs.
            if (map.Spec.Type == MapType.Array && value.Length > 2 && map.Lookup(new byte[sizeof(int)], value) == Errno.None && value[0] == DispatcherMagic)
                return $"libxdp's dispatcher (version {value[1]}) with {value[2]} programs is attached there: detach them by 'xdp-loader unload'";
        }

        return "libxdp's dispatcher is attached there: detach its programs by 'xdp-loader unload'";
    }

    /// <summary>Detaches it.</summary>
    /// <exception cref="KernelException">Another is there meanwhile, or the kernel refuses.</exception>
    public void Detach()
    {
        if (_link == 0)
        {
            Set(None, (uint)_program.Descriptor.Number);
            return;
        }

        using var link = KernelLink.OpenById(_link);
        link.Detach();
    }

    /// <summary>Attaches it again, as far as that can be done: what a link held can be put back by its owner only.</summary>
    public void Restore()
    {
        if (_link == 0)
            Set((uint)_program.Descriptor.Number, None);
    }

    /// <inheritdoc/>
    public void Dispose() => _program.Dispose();

    static bool IsOfScript(ProgramDescription description) => description.MapIds.Any(id =>
    {
        if (ObjectIds.TryOpen(BpfCommand.MapGetDescriptorById, "map", id) is not { } descriptor)
            return false;
        using var map = KernelMap.Adopt(descriptor, $"map {id}");
        return map.Spec.Name == LoaderMap;
    });

    void Set(uint program, uint expected)
    {
        using var socket = new RouteSocket();
        var (error, reason) = socket.Ask(new RouteRequest(SetLink, RouteFlags.Acknowledge, InterfaceMessage.Of(_device.Index)).Add(Xdp, xdp => xdp
            .Add(Descriptor, program)
            .Add(Flags, s_modes[(int)_mode] | Replacing)
            .Add(ExpectedDescriptor, expected)));
        if (error != Errno.None)
            throw new KernelException($"interface {_device.Name}", "detach its XDP program", error, reason);
    }
}
