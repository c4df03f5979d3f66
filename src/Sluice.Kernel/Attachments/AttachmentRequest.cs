using Sluice.Bpf.Objects;
using Sluice.Kernel.Links;

namespace Sluice.Kernel.Attachments;

/// <summary>What shall be attached, where, and how.</summary>
/// <param name="Object">The object, with its variables as they shall be.</param>
/// <param name="Program">The name of the program.</param>
/// <param name="Device">The interface, of the network namespace of the calling thread.</param>
/// <param name="Hook">Where.</param>
public sealed record AttachmentRequest(BpfObject Object, string Program, NetworkInterface Device, InterfaceHook Hook)
{
    /// <summary>Where an XDP program runs; counts for the first one of an interface, for the others only if it agrees.</summary>
    public XdpMode Mode { get; init; }

    /// <summary>Its place among those that are attached this way, lower ones first; null for what its object says, and if that says
    /// nothing 50, or the place of the one it replaces.</summary>
    public int? Priority { get; init; }

    /// <summary>Does it take the place of the program of its name, with that one's maps, or come anew?</summary>
    public bool Replace { get; init; }

    /// <summary>May an XDP program that others have attached be detached for it?</summary>
    public bool Force { get; init; }
}
