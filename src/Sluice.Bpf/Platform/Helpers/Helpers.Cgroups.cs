namespace Sluice.Bpf.Platform;

// Helpers for control groups, their storage, their sysctl knobs and return values.
public static partial class Helpers
{
#pragma warning disable CS1591 // Each name is the kernel's; the row says the rest.
    public static readonly Helper GetCgroupClassid = Add(new(17, "get_cgroup_classid", Returns.Scalar, Arg.Context)
    {
        Variants = [new(ProgramTypes.Base - ProgramTypes.Tc - ProgramTypes.Lwt, Returns.Scalar)],
    });
    public static readonly Helper SkbUnderCgroup = Add(new(33, "skb_under_cgroup", Returns.Scalar, Arg.Context, Arg.Map, Arg.Any)
    {
        Programs = ProgramTypes.Tc | ProgramTypes.Lwt,
        Maps = [MapType.CgroupArray],
    });
    public static readonly Helper CurrentTaskUnderCgroup = Add(new(37, "current_task_under_cgroup", Returns.Scalar, Arg.Map, Arg.Any)
    {
        Maps = [MapType.CgroupArray],
    });
    public static readonly Helper SkbCgroupId = Add(new(79, "skb_cgroup_id", Returns.Scalar, Arg.Context)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.CgroupSkb),
    });
    public static readonly Helper GetCurrentCgroupId = Add(new(80, "get_current_cgroup_id", Returns.Scalar));
    public static readonly Helper GetLocalStorage = Add(new(81, "get_local_storage", Returns.MapValue, Arg.Map, Arg.Zero)
    {
        Programs =
        [
            ProgramType.CgroupSkb, ProgramType.CgroupSock, ProgramType.SockOps, ProgramType.CgroupDevice,
            ProgramType.CgroupSockAddress, ProgramType.CgroupSysctl, ProgramType.CgroupSockOption, ProgramType.Lsm,
        ],
        Maps = [MapType.CgroupStorage, MapType.PerCpuCgroupStorage],
        OnlyAt = [new(ProgramType.Lsm, [AttachType.LsmCgroup])],
    });
    public static readonly Helper SkbAncestorCgroupId = Add(new(83, "skb_ancestor_cgroup_id", Returns.Scalar, Arg.Context, Arg.Any)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.CgroupSkb),
    });
    public static readonly Helper SysctlGetName = Add(new(
        101, "sysctl_get_name", Returns.Scalar, Arg.Context, Arg.ReadWriteMemory, Arg.MemorySize, Arg.Any)
    {
        Programs = [ProgramType.CgroupSysctl],
    });
    public static readonly Helper SysctlGetCurrentValue = Add(new(
        102, "sysctl_get_current_value", Returns.Scalar, Arg.Context, Arg.WriteMemory, Arg.MemorySize)
    {
        Programs = [ProgramType.CgroupSysctl],
    });
    public static readonly Helper SysctlGetNewValue = Add(new(
        103, "sysctl_get_new_value", Returns.Scalar, Arg.Context, Arg.WriteMemory, Arg.MemorySize)
    {
        Programs = [ProgramType.CgroupSysctl],
    });
    public static readonly Helper SysctlSetNewValue = Add(new(
        104, "sysctl_set_new_value", Returns.Error, Arg.Context, Arg.ReadMemory, Arg.MemorySize)
    {
        Programs = [ProgramType.CgroupSysctl],
    });
    public static readonly Helper GetCurrentAncestorCgroupId = Add(new(123, "get_current_ancestor_cgroup_id", Returns.Scalar, Arg.Any));
    public static readonly Helper SkCgroupId = Add(new(128, "sk_cgroup_id", Returns.Scalar, Arg.AnySocket)
    {
        Programs = [ProgramType.CgroupSkb],
    });
    public static readonly Helper SkAncestorCgroupId = Add(new(129, "sk_ancestor_cgroup_id", Returns.Scalar, Arg.AnySocket, Arg.Any)
    {
        Programs = [ProgramType.CgroupSkb],
    });
    public static readonly Helper SkbCgroupClassid = Add(new(151, "skb_cgroup_classid", Returns.Scalar, Arg.Context)
    {
        Programs = ProgramTypes.Tc,
    });
    public static readonly Helper GetRetval = Add(new(186, "get_retval", Returns.Scalar)
    {
        Programs =
        [
            ProgramType.CgroupSock, ProgramType.CgroupDevice, ProgramType.CgroupSockAddress, ProgramType.CgroupSysctl,
            ProgramType.CgroupSockOption, ProgramType.Lsm,
        ],
        OnlyAt =
        [
            AttachRule.SocketAddressVerdicts,
            new(ProgramType.CgroupSysctl, [AttachType.CgroupSysctl]),
            new(ProgramType.CgroupDevice, [AttachType.CgroupDevice]),
            new(ProgramType.Lsm, [AttachType.LsmCgroup]),
        ],
    });
    public static readonly Helper SetRetval = Add(new(187, "set_retval", Returns.Error, Arg.Any)
    {
        Programs =
        [
            ProgramType.CgroupSock, ProgramType.CgroupDevice, ProgramType.CgroupSockAddress, ProgramType.CgroupSysctl,
            ProgramType.CgroupSockOption, ProgramType.Lsm,
        ],
        OnlyAt =
        [
            AttachRule.SocketAddressVerdicts,
            new(ProgramType.CgroupSysctl, [AttachType.CgroupSysctl]),
            new(ProgramType.CgroupDevice, [AttachType.CgroupDevice]),
            new(ProgramType.Lsm, [AttachType.LsmCgroup]),
        ],
    });
    public static readonly Helper CgrpStorageGet = Add(new(
        210, "cgrp_storage_get", Returns.MapValueOrNull, Arg.Map, Arg.ObjectOrNull("cgroup"), Arg.MapValueOrNull, Arg.Any)
    {
        Maps = [MapType.CgrpStorage],
    });
    public static readonly Helper CgrpStorageDelete = Add(new(
        211, "cgrp_storage_delete", Returns.Error, Arg.Map, Arg.ObjectOrNull("cgroup"))
    {
        Maps = [MapType.CgrpStorage],
    });
#pragma warning restore CS1591
}
