using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Links;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Inspection;

/// <summary>The links in the kernel, whoever has made them.</summary>
public static class KernelLinks
{
    /// <summary>All of them, by id. One that goes meanwhile is left out.</summary>
    /// <exception cref="KernelException">The process lacks CAP_SYS_ADMIN.</exception>
    public static IEnumerable<LinkDescription> All()
    {
        foreach (var id in ObjectIds.Walk(BpfCommand.LinkGetNextId, "links"))
        {
            if (Find(id) is { } found)
                yield return found;
        }
    }

    /// <summary>The link with this id, or null.</summary>
    /// <exception cref="KernelException">The process lacks CAP_SYS_ADMIN.</exception>
    public static LinkDescription? Find(int id)
    {
        using var descriptor = ObjectIds.TryOpen(BpfCommand.LinkGetDescriptorById, "link", id);
        if (descriptor is null)
            return null;
        var information = default(LinkInformation);
        ObjectIds.Describe(descriptor, $"link {id}", ref information);
        return Of(information);
    }

    static LinkDescription Of(in LinkInformation information)
    {
        var kind = (LinkKind)information.Type;
        AttachType? hook = kind switch
        {
            LinkKind.Xdp => AttachType.Xdp,
            LinkKind.Tcx => (AttachType)information.TcxAttachType,
            _ => null,
        };
        return new((int)information.Id, kind, (int)information.ProgId, hook is null ? 0 : (int)information.TcxIfindex, hook);
    }
}
