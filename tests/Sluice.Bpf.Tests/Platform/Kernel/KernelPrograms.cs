using Sluice.Bpf.Btf;
using Sluice.Bpf.Platform;
using Sluice.Bpf.Tests.Btf;

namespace Sluice.Bpf.Tests.Platform.Kernel;

/// <summary>The kinds of programs that the tests ask the kernel about: every type, at every place that matters to a table.</summary>
/// <remarks>A kind that the running kernel cannot load (no such device, no such option) is told apart by <see cref="IsLoadable"/>.</remarks>
static class KernelPrograms
{
    static readonly (ProgramType Type, AttachType[] Places)[] s_plain =
    [
        (ProgramType.SocketFilter, []), (ProgramType.Kprobe, []), (ProgramType.SchedClassifier, []), (ProgramType.SchedAction, []),
        (ProgramType.Tracepoint, []), (ProgramType.Xdp, [AttachType.Xdp, AttachType.XdpDevmap, AttachType.XdpCpumap]),
        (ProgramType.PerfEvent, []), (ProgramType.CgroupSkb, [AttachType.CgroupInetIngress, AttachType.CgroupInetEgress]),
        (ProgramType.CgroupSock,
            [AttachType.CgroupInetSockCreate, AttachType.CgroupInet4PostBind, AttachType.CgroupInet6PostBind, AttachType.CgroupInetSockRelease]),
        (ProgramType.LwtIn, []), (ProgramType.LwtOut, []), (ProgramType.LwtXmit, []), (ProgramType.LwtSeg6Local, []),
        (ProgramType.SockOps, [AttachType.CgroupSockOps]),
        (ProgramType.SkSkb, [AttachType.SkSkbStreamParser, AttachType.SkSkbStreamVerdict, AttachType.SkSkbVerdict]),
        (ProgramType.CgroupDevice, [AttachType.CgroupDevice]), (ProgramType.SkMsg, [AttachType.SkMsgVerdict]),
        (ProgramType.RawTracepoint, []), (ProgramType.RawTracepointWritable, []),
        (ProgramType.CgroupSockAddress,
        [
            AttachType.CgroupInet4Bind, AttachType.CgroupInet6Bind, AttachType.CgroupInet4Connect, AttachType.CgroupInet6Connect,
            AttachType.CgroupUdp4Sendmsg, AttachType.CgroupUdp6Sendmsg, AttachType.CgroupUdp4Recvmsg, AttachType.CgroupUdp6Recvmsg,
            AttachType.CgroupInet4Getpeername, AttachType.CgroupInet6Getpeername, AttachType.CgroupInet4Getsockname,
            AttachType.CgroupInet6Getsockname, AttachType.CgroupUnixConnect, AttachType.CgroupUnixSendmsg,
            AttachType.CgroupUnixRecvmsg, AttachType.CgroupUnixGetpeername, AttachType.CgroupUnixGetsockname,
        ]),
        (ProgramType.LircMode2, [AttachType.LircMode2]),
        (ProgramType.SkReuseport, [AttachType.SkReuseportSelect, AttachType.SkReuseportSelectOrMigrate]),
        (ProgramType.FlowDissector, [AttachType.FlowDissector]), (ProgramType.CgroupSysctl, [AttachType.CgroupSysctl]),
        (ProgramType.CgroupSockOption, [AttachType.CgroupGetsockopt, AttachType.CgroupSetsockopt]),
        (ProgramType.SkLookup, [AttachType.SkLookup]), (ProgramType.Netfilter, [AttachType.Netfilter]),
    ];

    static readonly (ProgramType Type, AttachType Place, string Kind, string Target)[] s_typed =
    [
        (ProgramType.Tracing, AttachType.TraceRawTp, "typedef", "btf_trace_sys_enter"),
        (ProgramType.Tracing, AttachType.TraceFentry, "function", "bpf_fentry_test1"),
        (ProgramType.Tracing, AttachType.TraceFexit, "function", "bpf_fentry_test1"),
        (ProgramType.Tracing, AttachType.ModifyReturn, "function", "bpf_modify_return_test"),
        (ProgramType.Tracing, AttachType.TraceIter, "function", "bpf_iter_task"),
        (ProgramType.Lsm, AttachType.LsmMac, "function", "bpf_lsm_file_open"),
        (ProgramType.Lsm, AttachType.LsmCgroup, "function", "bpf_lsm_socket_bind"),
        // The place of a struct_ops program is the number of its function in the struct: ssthresh comes first.
        (ProgramType.StructOps, 0, "struct", "tcp_congestion_ops"),
    ];

    /// <summary>All kinds.</summary>
    public static IEnumerable<KernelProgram> All()
    {
        foreach (var (type, places) in s_plain)
        {
            if (places.Length == 0)
                yield return new(type);
            foreach (var place in places)
                yield return new(type, place);
        }

        yield return new(ProgramType.Syscall, IsSleepable: true);
        if (BtfTypes.FindKernelFile() is null)
            yield break;
        foreach (var (type, place, kind, name) in s_typed)
        {
            var types = KernelTypes.Get();
            BtfType? target = kind switch
            {
                "typedef" => types.Find<BtfTypedef>(name),
                "function" => types.Find<BtfFunction>(name),
                _ => types.Find<BtfStruct>(name),
            };
            if (target is not null)
                yield return new(type, place, TargetTypeId: target.Id);
        }
    }

    /// <summary>The kinds that the running kernel looks at, that is, whose instructions it verifies.</summary>
    public static IEnumerable<KernelProgram> Loadable() => All().Where(IsLoadable);

    // No program may write to r10: whose kernel complains about that has come as far as the instructions.
    static bool IsLoadable(KernelProgram program) =>
        BpfSyscall.Load(program, KernelCode.Move(10, 0), KernelCode.Exit).Log.Contains("frame pointer is read only", StringComparison.Ordinal);
}
