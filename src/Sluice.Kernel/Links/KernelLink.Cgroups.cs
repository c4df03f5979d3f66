using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Features;
using Sluice.Kernel.Programs;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Links;

public sealed partial class KernelLink
{
    /// <summary>Attaches a program to a control group: it then runs for the sockets of all processes in it and below it.</summary>
    /// <param name="program">A program for control groups: socket buffers, sockets, addresses, options, system controls, devices.</param>
    /// <param name="folder">The group: a folder of a cgroup2 file system.</param>
    /// <param name="hook">Where, as <c>CgroupInetIngress</c>; null for the program's own place.</param>
    /// <remarks>Several programs may be at one place; each is asked, and all must agree. When the group is removed the link stays,
    /// attached to nothing.</remarks>
    /// <exception cref="KernelException">The kernel refuses: no such group, a program that belongs elsewhere, a program that was
    /// attached without a link and allows no other.</exception>
    public static KernelLink AttachCgroup(KernelProgram program, string folder, AttachType? hook = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        var subject = $"program '{program.Spec.Name}'";
        var operation = $"attach to control group {folder}";
        var place = hook ?? program.Spec.AttachType
            ?? throw new KernelException(subject, operation, Errno.InvalidArgument, $"programs of type {program.Spec.Type} have several places: say which");
        using var group = Cgroups.Open(folder, subject, operation);
        var attributes = new LinkCreateAttributes
        {
            ProgFd = (uint)program.Descriptor.Number,
            TargetIfindex = (uint)group.Number,
            AttachType = (uint)place,
        };
        return BpfSystemCall.Open(BpfCommand.LinkCreate, ref attributes, out var error) is { } link
            ? new(link)
            : throw new KernelException(subject, operation, error, error switch
            {
                Errno.NotPermitted when Permissions.Explain(Capabilities.Bpf | Capabilities.NetAdmin) is { Length: > 0 } missing => missing,
                Errno.NotPermitted => "a program without a link is attached there, or above, and allows no other",
                Errno.BadDescriptor => "it is no folder of a cgroup2 file system",
                Errno.InvalidArgument => $"a program of type {program.Spec.Type}, made for {program.Spec.AttachType?.ToString() ?? "no place of its own"}, cannot be attached at {place}",
                _ => "",
            });
    }

    /// <summary>The number of the control group that it is on; 0 if it is on none, or the group is gone.</summary>
    public ulong CgroupId => Kind == LinkKind.Cgroup ? Information().CgroupCgroupId : 0;
}
