// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Section names: several programs in a section, optional ones, and one of many program types. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("xdp")
int xdp_first(struct xdp_md *ctx)
{
	return XDP_PASS;
}

SEC("xdp")
int xdp_second(struct xdp_md *ctx)
{
	return XDP_DROP;
}

SEC("xdp")
int xdp_third(struct xdp_md *ctx)
{
	return ctx->ingress_ifindex ? XDP_TX : XDP_ABORTED;
}

SEC("?xdp")
int xdp_optional(struct xdp_md *ctx)
{
	return XDP_TX;
}

SEC("xdp.frags")
int xdp_frags(struct xdp_md *ctx)
{
	return XDP_PASS;
}

SEC("xdp/devmap")
int xdp_devmap(struct xdp_md *ctx)
{
	return ctx->egress_ifindex ? XDP_PASS : XDP_DROP;
}

SEC("xdp/cpumap")
int xdp_cpumap(struct xdp_md *ctx)
{
	return XDP_PASS;
}

SEC("xdp.frags/devmap")
int xdp_frags_devmap(struct xdp_md *ctx)
{
	return XDP_PASS;
}

SEC("tc")
int on_tc(struct __sk_buff *skb)
{
	return skb->len > 1000 ? 2 : 0;
}

SEC("classifier")
int on_classifier(struct __sk_buff *skb)
{
	return skb->mark;
}

SEC("action")
int on_action(struct __sk_buff *skb)
{
	return 0;
}

SEC("tcx/ingress")
int tcx_ingress(struct __sk_buff *skb)
{
	return -1;
}

SEC("tc/egress")
int tcx_egress(struct __sk_buff *skb)
{
	return -1;
}

SEC("socket")
int socket_filter(struct __sk_buff *skb)
{
	return skb->len;
}

SEC("lwt_xmit")
int on_lwt_xmit(struct __sk_buff *skb)
{
	return BPF_OK;
}

SEC("cgroup_skb/egress")
int cgroup_egress(struct __sk_buff *skb)
{
	return 1;
}

SEC("sk_lookup")
int on_sk_lookup(struct bpf_sk_lookup *ctx)
{
	return SK_PASS;
}

SEC("kprobe/do_unlinkat")
int on_kprobe(void *ctx)
{
	return 0;
}

SEC("?kretprobe/do_unlinkat")
int kretprobe_optional(void *ctx)
{
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_execve")
int on_tracepoint(void *ctx)
{
	return 0;
}

SEC("raw_tp/sched_switch")
int on_raw_tracepoint(struct bpf_raw_tracepoint_args *ctx)
{
	return 0;
}

SEC("fentry/do_unlinkat")
int on_fentry(unsigned long long *ctx)
{
	return 0;
}

SEC("syscall")
int on_syscall(void *ctx)
{
	return 42;
}

char _license[] SEC("license") = "Dual BSD/GPL";
