using Sluice.Bpf.Platform;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Features;

/// <summary>Asks the kernel about ways to attach programs, without attaching any.</summary>
static class LinkProbe
{
    // The loopback interface is the first of every network namespace.
    const uint Loopback = 1;

    // XDP_FLAGS_DRV_MODE.
    const uint Native = 1 << 2;

    /// <summary>Are there links for XDP? Tries with the loopback interface, whose driver takes no programs.</summary>
    public static FeatureState Xdp() => Create(ProgramType.Xdp, AttachType.Xdp, Loopback, Native, expected: Errno.OperationNotSupported);

    /// <summary>Are there links for control groups? Tries with a descriptor that cannot be.</summary>
    public static FeatureState Cgroup() => Create(ProgramType.CgroupSkb, AttachType.CgroupInetIngress, int.MaxValue, 0, expected: Errno.BadDescriptor);

    /// <summary>Does an interface have this hook?</summary>
    public static FeatureState Query(AttachType hook)
    {
        var attributes = new QueryAttributes { TargetFd = Loopback, AttachType = (uint)hook };
        _ = BpfSystemCall.Invoke(BpfCommand.ProgramQuery, ref attributes, out var error);
        return error switch
        {
            // An empty hook; and the loopback interface, which is no netkit device.
            Errno.None or Errno.NotFound or Errno.NoDeviceOrAddress => FeatureState.Supported,
            Errno.NotPermitted => FeatureState.Unknown,
            _ => FeatureState.Missing,
        };
    }

    static FeatureState Create(ProgramType type, AttachType hook, uint target, uint flags, Errno expected)
    {
        using var program = ProgramProbe.Open(type, "r0 = 1\nexit", type == ProgramType.Xdp ? null : hook, out var error);
        if (program is null)
            return ProgramProbe.StateOf(error);
        var attributes = new LinkCreateAttributes
        {
            ProgFd = (uint)program.Number,
            TargetIfindex = target,
            AttachType = (uint)hook,
            Flags = flags,
        };
        using var link = BpfSystemCall.Open(BpfCommand.LinkCreate, ref attributes, out error);
        return error == expected ? FeatureState.Supported : ProgramProbe.StateOf(error);
    }
}
