namespace Sluice.Bpf.Platform;

/// <summary>A program type may call a helper only where it is attached at one of these places.</summary>
/// <param name="Program">The program type.</param>
/// <param name="Places">The places.</param>
public sealed record AttachRule(ProgramType Program, AttachTypeSet Places)
{
    /// <summary>The places of socket address programs whose verdict matters, so that they may set the return value.</summary>
    /// <remarks>kernel/bpf/cgroup.c, cgroup_common_func_proto.</remarks>
    public static AttachRule SocketAddressVerdicts { get; } = new(ProgramType.CgroupSockAddress,
    [
        AttachType.CgroupInet4Bind, AttachType.CgroupInet6Bind, AttachType.CgroupInet4Connect, AttachType.CgroupInet6Connect,
        AttachType.CgroupUdp4Sendmsg, AttachType.CgroupUdp6Sendmsg, AttachType.CgroupUnixConnect, AttachType.CgroupUnixSendmsg,
    ]);
}
