using System.Collections.Frozen;
using static Sluice.Bpf.Platform.KernelFunctionFlags;

namespace Sluice.Bpf.Platform;

/// <summary>The kernel functions whose contracts the platform knows.</summary>
/// <remarks>Flags: the BTF_ID_FLAGS of the sets in kernel/bpf/helpers.c, net/core/filter.c, kernel/bpf/cpumask.c, crypto.c,
/// fs/bpf_fs_kfuncs.c, net/netfilter/nf_conntrack_bpf.c and net/core/xdp.c of Linux 6.18; program types: where each set is
/// registered. In process there are none.</remarks>
public static class KernelFunctions
{
    static readonly ProgramTypeSet s_hooks =
        [ProgramType.Tracing, ProgramType.Tracepoint, ProgramType.PerfEvent, ProgramType.Lsm];

    static readonly ProgramTypeSet s_objects = s_hooks.With(ProgramType.SchedClassifier, ProgramType.Xdp, ProgramType.StructOps,
        ProgramType.Syscall, ProgramType.CgroupSkb);

    static readonly ProgramTypeSet s_tracing = s_hooks.With(ProgramType.StructOps, ProgramType.Syscall);

    static readonly ProgramTypeSet s_connections = [ProgramType.Xdp, ProgramType.SchedClassifier];

    static readonly ProgramTypeSet s_buffers = (ProgramTypes.Tc | ProgramTypes.Lwt)
        .With(ProgramType.SocketFilter, ProgramType.SkSkb, ProgramType.CgroupSkb, ProgramType.Netfilter);

    // net/ipv4/bpf_tcp_ca.c, tcp_cubic.c, tcp_dctcp.c and tcp_bbr.c.
    static readonly string[] s_congestionControl =
    [
        "tcp_reno_ssthresh", "tcp_reno_cong_avoid", "tcp_reno_undo_cwnd", "tcp_slow_start", "tcp_cong_avoid_ai",
        "cubictcp_init", "cubictcp_recalc_ssthresh", "cubictcp_cong_avoid", "cubictcp_state", "cubictcp_cwnd_event", "cubictcp_acked",
        "dctcp_init", "dctcp_update_alpha", "dctcp_cwnd_event", "dctcp_ssthresh", "dctcp_cwnd_undo", "dctcp_state",
        "bbr_init", "bbr_main", "bbr_sndbuf_expand", "bbr_undo_cwnd", "bbr_cwnd_event", "bbr_ssthresh", "bbr_min_tso_segs", "bbr_set_state",
    ];

    static readonly FrozenDictionary<string, KernelFunction> s_byName = Rows().ToFrozenDictionary(function => function.Name);

    /// <summary>All of them.</summary>
    public static IEnumerable<KernelFunction> All => s_byName.Values;

    /// <summary>The function of this name, or null.</summary>
    public static KernelFunction? Find(string name) => s_byName.GetValueOrDefault(name);

    static IEnumerable<KernelFunction> Rows() =>
    [
        // Everywhere.
        new("bpf_rcu_read_lock", LocksRcu),
        new("bpf_rcu_read_unlock", UnlocksRcu),
        new("bpf_preempt_disable", DisablesPreemption),
        new("bpf_preempt_enable", EnablesPreemption),
        new("bpf_local_irq_save", MakesIterator | SavesInterrupts),
        new("bpf_local_irq_restore", EndsIterator | RestoresInterrupts),
        new("bpf_wq_init", None) { Parameters = ["wq", "p__map", "flags"] },
        new("bpf_wq_set_callback_impl", None) { Parameters = ["wq", "callback_fn", "flags", "aux__prog"] },
        new("bpf_wq_start", None),
        new("bpf_iter_num_new", MakesIterator),
        new("bpf_iter_num_next", AdvancesIterator | ReturnsNull),
        new("bpf_iter_num_destroy", EndsIterator),
        new("bpf_iter_bits_new", MakesIterator) { Parameters = ["it", "unsafe_ptr__ign"] },
        new("bpf_iter_bits_next", AdvancesIterator | ReturnsNull | IsReadOnly),
        new("bpf_iter_bits_destroy", EndsIterator),
        new("bpf_iter_task_new", MakesIterator | TakesTrusted | NeedsRcu) { Parameters = ["it", "task__nullable"] },
        new("bpf_iter_task_next", AdvancesIterator | ReturnsNull),
        new("bpf_iter_task_destroy", EndsIterator),
        new("bpf_iter_task_vma_new", MakesIterator | TakesRcu),
        new("bpf_iter_task_vma_next", AdvancesIterator | ReturnsNull),
        new("bpf_iter_task_vma_destroy", EndsIterator),
        new("bpf_iter_css_new", MakesIterator | TakesTrusted | NeedsRcu),
        new("bpf_iter_css_next", AdvancesIterator | ReturnsNull),
        new("bpf_iter_css_destroy", EndsIterator),
        new("bpf_rdonly_cast", Casts) { Parameters = ["obj__ign", "btf_id__k"] },
        new("bpf_cast_to_kern_ctx", CastsContext),
        new("bpf_dynptr_slice", ReturnsNull | ReturnsSlice | IsReadOnly) { Parameters = ["p", "offset", "buffer__opt", "buffer__szk"] },
        new("bpf_dynptr_slice_rdwr", ReturnsNull | ReturnsSlice) { Parameters = ["p", "offset", "buffer__opt", "buffer__szk"] },
        new("bpf_dynptr_adjust", None),
        new("bpf_dynptr_is_null", None),
        new("bpf_dynptr_is_rdonly", None),
        new("bpf_dynptr_size", None),
        new("bpf_dynptr_clone", ClonesDynptr) { Parameters = ["p", "clone__uninit"] },
        new("bpf_dynptr_copy", None),
        new("bpf_map_sum_elem_count", None) { Parameters = ["map__map"] },
        new("bpf_arena_alloc_pages", TakesTrusted | MaySleep | ReturnsArena) { Parameters = ["p__map", "addr__ign"] },
        new("bpf_arena_free_pages", TakesTrusted | MaySleep) { Parameters = ["p__map", "ptr__ign"] },
        // Keys.
        new("bpf_lookup_user_key", Acquires | ReturnsNull | MaySleep),
        new("bpf_lookup_system_key", Acquires | ReturnsNull),
        new("bpf_key_put", Releases),
        new("bpf_verify_pkcs7_signature", MaySleep),
        // Tasks and control groups.
        new("bpf_task_acquire", Acquires | TakesRcu | ReturnsNull) { Programs = s_objects },
        new("bpf_task_release", Releases) { Programs = s_objects },
        new("bpf_task_from_pid", Acquires | ReturnsNull) { Programs = s_objects },
        new("bpf_task_from_vpid", Acquires | ReturnsNull) { Programs = s_objects },
        new("bpf_task_under_cgroup", TakesRcu) { Programs = s_objects },
        new("bpf_task_get_cgroup1", Acquires | TakesRcu | ReturnsNull) { Programs = s_objects },
        new("bpf_cgroup_acquire", Acquires | TakesRcu | ReturnsNull) { Programs = s_objects },
        new("bpf_cgroup_release", Releases) { Programs = s_objects },
        new("bpf_cgroup_ancestor", Acquires | TakesRcu | ReturnsNull) { Programs = s_objects },
        new("bpf_cgroup_from_id", Acquires | ReturnsNull) { Programs = s_objects },
        new("bpf_send_signal_task", TakesTrusted) { Programs = s_objects },
        // Sets of CPUs.
        new("bpf_cpumask_create", Acquires | ReturnsNull) { Programs = s_tracing },
        new("bpf_cpumask_release", Releases) { Programs = s_tracing },
        new("bpf_cpumask_acquire", Acquires | TakesTrusted) { Programs = s_tracing },
        new("bpf_cpumask_first", TakesRcu) { Programs = s_tracing },
        new("bpf_cpumask_set_cpu", TakesRcu) { Programs = s_tracing },
        new("bpf_cpumask_clear_cpu", TakesRcu) { Programs = s_tracing },
        new("bpf_cpumask_test_cpu", TakesRcu) { Programs = s_tracing },
        new("bpf_cpumask_setall", TakesRcu) { Programs = s_tracing },
        new("bpf_cpumask_clear", TakesRcu) { Programs = s_tracing },
        new("bpf_cpumask_weight", TakesRcu) { Programs = s_tracing },
        // Packets.
        new("bpf_dynptr_from_skb", MakesPacketDynptr) { Programs = s_buffers, Parameters = ["s", "flags", "ptr__uninit"] },
        new("bpf_dynptr_from_xdp", MakesPacketDynptr) { Programs = [ProgramType.Xdp], Parameters = ["x", "flags", "ptr__uninit"] },
        new("bpf_xdp_metadata_rx_timestamp", None) { Programs = [ProgramType.Xdp] },
        new("bpf_xdp_metadata_rx_hash", None) { Programs = [ProgramType.Xdp] },
        new("bpf_xdp_metadata_rx_vlan_tag", None) { Programs = [ProgramType.Xdp] },
        // Connection tracking.
        new("bpf_xdp_ct_lookup", Acquires | ReturnsNull) { Programs = s_connections, Parameters = ["ctx", "tuple", "tuple__sz", "opts", "opts__sz"] },
        new("bpf_skb_ct_lookup", Acquires | ReturnsNull) { Programs = s_connections, Parameters = ["ctx", "tuple", "tuple__sz", "opts", "opts__sz"] },
        new("bpf_xdp_ct_alloc", Acquires | ReturnsNull) { Programs = s_connections, Parameters = ["ctx", "tuple", "tuple__sz", "opts", "opts__sz"] },
        new("bpf_skb_ct_alloc", Acquires | ReturnsNull) { Programs = s_connections, Parameters = ["ctx", "tuple", "tuple__sz", "opts", "opts__sz"] },
        new("bpf_ct_insert_entry", Acquires | ReturnsNull | Releases) { Programs = s_connections },
        new("bpf_ct_release", Releases) { Programs = s_connections },
        new("bpf_ct_set_timeout", TakesTrusted) { Programs = s_connections },
        new("bpf_ct_change_timeout", TakesTrusted) { Programs = s_connections },
        new("bpf_ct_set_nat_info", TakesTrusted) { Programs = s_connections },
        new("bpf_ct_set_status", TakesTrusted) { Programs = s_connections },
        new("bpf_ct_change_status", TakesTrusted) { Programs = s_connections },
        // Congestion control.
        .. s_congestionControl.Select(name => new KernelFunction(name, None) { Programs = [ProgramType.StructOps] }),
        // Files.
        new("bpf_get_task_exe_file", Acquires | TakesTrusted | ReturnsNull) { Programs = [ProgramType.Lsm] },
        new("bpf_put_file", Releases) { Programs = [ProgramType.Lsm] },
        new("bpf_path_d_path", TakesTrusted) { Programs = [ProgramType.Lsm], Parameters = ["path", "buf", "buf__sz"] },
    ];
}
