using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Features;
using Sluice.Kernel.Inspection;
using Sluice.Kernel.Pins;
using Sluice.Kernel.Programs;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Links;

/// <summary>An attachment of a program, held by a descriptor.</summary>
/// <remarks>Disposing detaches the program, unless the link is pinned or another descriptor holds it.</remarks>
public sealed partial class KernelLink : IDisposable
{
    // XDP_FLAGS_SKB_MODE and the following of include/uapi/linux/if_link.h; BPF_F_REPLACE.
    const uint Replacing = 1 << 2;

    static readonly uint[] s_modes = [0, 1 << 2, 1 << 1, 1 << 3];

    readonly BpfDescriptor _descriptor;

    KernelLink(BpfDescriptor descriptor) => _descriptor = descriptor;

    /// <summary>The kernel's number for this link.</summary>
    public int Id => (int)Information().Id;

    /// <summary>What kind of link it is.</summary>
    public LinkKind Kind => (LinkKind)Information().Type;

    /// <summary>The id of the program that it attaches now.</summary>
    public int ProgramId => (int)Information().ProgId;

    /// <summary>The index of the interface it is on, for XDP and TCX; 0 once it is detached or the interface gone.</summary>
    public int InterfaceIndex => Kind is LinkKind.Xdp or LinkKind.Tcx ? (int)Information().TcxIfindex : 0;

    /// <summary>Attaches an XDP program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="interfaceIndex">The interface's index.</param>
    /// <param name="mode">Where it runs. <see cref="XdpMode.Auto"/> falls back to generic where the driver refuses.</param>
    /// <exception cref="KernelException">The kernel refuses: another program is there, the driver cannot, no such interface.</exception>
    public static KernelLink AttachXdp(KernelProgram program, int interfaceIndex, XdpMode mode = XdpMode.Auto)
    {
        var attributes = Attributes(program, interfaceIndex, AttachType.Xdp);
        attributes.Flags = s_modes[(int)mode];
        var link = BpfSystemCall.Open(BpfCommand.LinkCreate, ref attributes, out var error);
        if (mode == XdpMode.Auto && error is Errno.OperationNotSupported or Errno.OutOfRange or Errno.InvalidArgument)
        {
            attributes.Flags = s_modes[(int)XdpMode.Generic];
            link = BpfSystemCall.Open(BpfCommand.LinkCreate, ref attributes, out error);
        }

        return link is not null ? new(link) : throw Refused(program, interfaceIndex, "XDP", error, ExplainXdp(error, interfaceIndex, mode));
    }

    /// <summary>Attaches a TC program at a TCX hook, where several programs run in order.</summary>
    /// <param name="program">The program.</param>
    /// <param name="interfaceIndex">The interface's index.</param>
    /// <param name="hook"><see cref="AttachType.TcxIngress"/> or <see cref="AttachType.TcxEgress"/>.</param>
    /// <param name="place">Where in the order; null for behind all others.</param>
    /// <exception cref="KernelException">The kernel refuses: no such interface or neighbour, a revision that has passed, a kernel
    /// before 6.6.</exception>
    public static KernelLink AttachTcx(KernelProgram program, int interfaceIndex, AttachType hook, TcxPlace? place = null)
    {
        if (hook is not (AttachType.TcxIngress or AttachType.TcxEgress))
            throw new ArgumentException($"found {hook}, expected {AttachType.TcxIngress} or {AttachType.TcxEgress}", nameof(hook));
        var at = place ?? TcxPlace.Last;
        var attributes = Attributes(program, interfaceIndex, hook);
        attributes.Flags = at.Flags;
        attributes.TcxRelativeId = (uint)at.Id;
        attributes.TcxExpectedRevision = at.ExpectedRevision;
        var link = BpfSystemCall.Open(BpfCommand.LinkCreate, ref attributes, out var error);
        return link is not null ? new(link) : throw Refused(program, interfaceIndex, "TCX", error, ExplainTcx(error, at));
    }

    /// <summary>Opens a pinned link.</summary>
    /// <exception cref="KernelException">There is none, or it is no link, or that is not permitted.</exception>
    public static KernelLink OpenPinned(string path)
    {
        var descriptor = BpfFileSystem.TryOpen(path) ?? throw new KernelException($"pin {path}", "open", Errno.NotFound, "there is no such pin");
        var information = default(LinkInformation);
        if (DescriptorKind.Is(descriptor, "link") && BpfSystemCall.Inform(descriptor, ref information) == Errno.None)
            return new(descriptor);
        descriptor.Dispose();
        throw new KernelException($"pin {path}", "open as a link", Errno.InvalidArgument, "it is something else");
    }

    /// <summary>Opens a link of any process.</summary>
    /// <exception cref="KernelException">There is none, or that is not permitted.</exception>
    public static KernelLink OpenById(int id)
    {
        var attributes = new IdentifierAttributes { StartId = (uint)id };
        return BpfSystemCall.Open(BpfCommand.LinkGetDescriptorById, ref attributes, out var error) is { } descriptor
            ? new(descriptor)
            : throw new KernelException($"link {id}", "open", error, error == Errno.NotPermitted ? Permissions.Explain(Capabilities.SysAdmin) : "");
    }

    /// <summary>Puts another program in the place of the present one, between two packets.</summary>
    /// <param name="program">The new one, of the same type.</param>
    /// <param name="expected">The one that must be there for it to succeed; null if any may.</param>
    /// <exception cref="KernelException">Another program is there, or the kernel does not take the new one here.</exception>
    public void Replace(KernelProgram program, KernelProgram? expected = null) => Replace(program, expected?.Descriptor, expected?.Spec.Name ?? "");

    /// <summary>Puts another program in the place of the present one, between two packets.</summary>
    /// <param name="program">The new one, of the same type.</param>
    /// <param name="expected">The one that must be there for it to succeed.</param>
    /// <exception cref="KernelException">Another program is there, or the kernel does not take the new one here.</exception>
    public void Replace(KernelProgram program, OpenedProgram expected)
    {
        ArgumentNullException.ThrowIfNull(expected);
        Replace(program, expected.Descriptor, expected.Description.Name);
    }

    void Replace(KernelProgram program, BpfDescriptor? expected, string expectedName)
    {
        ArgumentNullException.ThrowIfNull(program);
        var attributes = new LinkUpdateAttributes
        {
            LinkFd = (uint)_descriptor.Number,
            NewProgFd = (uint)program.Descriptor.Number,
            Flags = expected is null ? 0 : Replacing,
            OldProgFd = (uint)(expected?.Number ?? 0),
        };
        _ = BpfSystemCall.Invoke(BpfCommand.LinkUpdate, ref attributes, out var error);
        if (error == Errno.None)
            return;
        throw new KernelException("link", $"put program '{program.Spec.Name}' into it", error, error switch
        {
            Errno.NotPermitted when expected is not null =>
                $"program {ProgramId} is there and not '{expectedName}': somebody else has replaced it",
            Errno.NoLink or Errno.NoDeviceOrAddress or Errno.NoDevice => "it is detached, or its interface is gone",
            _ => "",
        });
    }

    /// <summary>Detaches the program, even if the link is pinned. The link stays, attached to nothing.</summary>
    /// <exception cref="KernelException">The kernel refuses.</exception>
    public void Detach()
    {
        var attributes = new LinkDetachAttributes { LinkFd = (uint)_descriptor.Number };
        _ = BpfSystemCall.Invoke(BpfCommand.LinkDetach, ref attributes, out var error);
        if (error != Errno.None)
            throw new KernelException("link", "detach", error);
    }

    /// <summary>Pins it, so that the program stays attached when the process ends.</summary>
    /// <exception cref="KernelException">Something is pinned there, or the folder is not of a BPF file system.</exception>
    public void Pin(string path) => BpfFileSystem.Pin(_descriptor, path, "link");

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();

    static LinkCreateAttributes Attributes(KernelProgram program, int interfaceIndex, AttachType hook)
    {
        ArgumentNullException.ThrowIfNull(program);
        return new()
        {
            ProgFd = (uint)program.Descriptor.Number,
            TargetIfindex = (uint)interfaceIndex,
            AttachType = (uint)hook,
        };
    }

    static KernelException Refused(KernelProgram program, int interfaceIndex, string hook, Errno error, string reason) =>
        new($"program '{program.Spec.Name}'", $"attach to interface {interfaceIndex} by {hook}", error, reason);

    static string ExplainXdp(Errno error, int interfaceIndex, XdpMode mode) => error switch
    {
        Errno.Busy or Errno.Exists => Interfaces.Xdp(interfaceIndex) is { } there
            ? $"program {there.ProgramId} is attached there already, in {there.Mode} mode"
            : "another program is attached there already",
        Errno.OperationNotSupported when mode is XdpMode.Native => "the driver has no XDP: use generic mode",
        Errno.InvalidArgument when KernelFeatures.XdpLinks.Explain() is { Length: > 0 } missing => missing,
        Errno.InvalidArgument or Errno.OutOfRange => "the program is no XDP program, or the interface's MTU is too large for one without fragments",
        Errno.NotPermitted => Permissions.Explain(Capabilities.NetAdmin),
        _ => "",
    };

    static string ExplainTcx(Errno error, TcxPlace place) => error switch
    {
        Errno.InvalidArgument when KernelFeatures.Tcx.Explain() is { Length: > 0 } missing => missing,
        Errno.InvalidArgument => "the program is no TC program",
        Errno.NotFound when place.Id != 0 => $"there is no program or link {place.Id} at this hook to be placed by",
        Errno.OutOfRange => "the neighbour named is not where the order wants it",
        Errno.Stale => $"somebody has changed the hook since revision {place.ExpectedRevision}",
        Errno.NotPermitted => Permissions.Explain(Capabilities.NetAdmin),
        _ => "",
    };

    LinkInformation Information()
    {
        var information = default(LinkInformation);
        var error = BpfSystemCall.Inform(_descriptor, ref information);
        return error == Errno.None ? information : throw new KernelException("link", "describe", error);
    }
}
