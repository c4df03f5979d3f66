using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Verifier.KernelObjects;

/// <summary>The few fields of kernel objects that programs may write.</summary>
/// <remarks>The btf_struct_access functions of Linux 6.18: net/netfilter/nf_conntrack_bpf.c, net/ipv4/bpf_tcp_ca.c, net/bpf/bpf_dummy_struct_ops.c.</remarks>
static class WritableFields
{
    const string CongestionControl = "tcp_congestion_ops.", Dummy = "bpf_dummy_ops.", DummyState = "bpf_dummy_ops_state";

    // The struct that begins the object, the way to the field in it, and whether accesses may begin within the field.
    static readonly (string Struct, string[] Path, bool Within)[] s_ofSockets =
    [
        ("sock", ["sk_pacing_rate"], false),
        ("sock", ["sk_pacing_status"], false),
        ("inet_connection_sock", ["icsk_ca_priv"], true),
        ("inet_connection_sock", ["icsk_ack", "pending"], false),
        ("tcp_sock", ["snd_cwnd"], false),
        ("tcp_sock", ["snd_cwnd_cnt"], false),
        ("tcp_sock", ["snd_cwnd_stamp"], false),
        ("tcp_sock", ["snd_ssthresh"], false),
        ("tcp_sock", ["ecn_flags"], false),
        ("tcp_sock", ["app_limited"], false),
    ];

    static readonly (string Struct, string[] Path, bool Within)[] s_ofConnections = [("nf_conn", ["mark"], false)];

    static readonly ProgramTypeSet s_tracked = [ProgramType.Xdp, ProgramType.SchedClassifier, ProgramType.SchedAction];

    /// <summary>May a program write these bytes of an object?</summary>
    /// <param name="program">The program.</param>
    /// <param name="layout">The object's struct.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="size">How many.</param>
    /// <param name="kernel">The kernel's types.</param>
    public static bool Allows(ProgramSpec program, BtfStruct layout, long offset, int size, BtfTypes kernel)
    {
        if (s_tracked.Contains(program.Type) && layout.Name is "nf_conn" or "nf_conn___init")
            return Holds(s_ofConnections, offset, size, kernel);
        if (program.Type != ProgramType.StructOps)
            return false;
        if (program.Operation.StartsWith(Dummy, StringComparison.Ordinal))
            return layout.Name == DummyState && offset >= 0 && offset + size <= layout.Size;
        return program.Operation.StartsWith(CongestionControl, StringComparison.Ordinal) && layout.Name == "tcp_sock" && Holds(s_ofSockets, offset, size, kernel);
    }

    static bool Holds((string Struct, string[] Path, bool Within)[] fields, long offset, int size, BtfTypes kernel)
    {
        foreach (var (owner, path, within) in fields)
        {
            if (Place(kernel.Find<BtfStruct>(owner), path) is var (start, length) && (within ? offset >= start : offset == start) && offset + size <= start + length)
                return true;
        }

        return false;
    }

    static (int Start, int Length)? Place(BtfStruct? owner, string[] path)
    {
        var start = 0;
        BtfType? type = owner;
        foreach (var name in path)
        {
            if ((type?.Resolve() as BtfStruct)?.FindMember(name) is not { } member)
                return null;
            (start, type) = (start + member.Offset, member.Type);
        }

        return type is null ? null : (start, type.SizeOf());
    }
}
