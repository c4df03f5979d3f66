// SPDX-License-Identifier: (BSD-2-Clause OR GPL-2.0)
// Programs that show what `sluice run` does for them: time, printing, faults, redirects, copies, routes, tail calls.
#include <linux/bpf.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

__u64 first_time, last_time;
__u32 interface, random_number;
int fib_result;
__u32 fib_interface;

struct pair {
	__be32 address;
	__u16 count;
	char name[6];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__type(key, __u32);
	__type(value, struct pair);
	__uint(max_entries, 4);
} pairs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_DEVMAP);
	__type(key, __u32);
	__type(value, struct bpf_devmap_val);
	__uint(max_entries, 4);
} ports SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__type(key, __u32);
	__type(value, __u32);
	__uint(max_entries, 2);
} next SEC(".maps");

SEC("xdp")
int clock(struct xdp_md *ctx)
{
	last_time = bpf_ktime_get_ns();
	if (!first_time)
		first_time = last_time;
	interface = ctx->ingress_ifindex;
	random_number = bpf_get_prandom_u32();
	return XDP_PASS;
}

SEC("xdp")
int say(struct xdp_md *ctx)
{
	bpf_printk("%d bytes", ctx->data_end - ctx->data);
	return bpf_map_lookup_elem(&pairs, &interface) ? XDP_PASS : XDP_DROP;
}

SEC("xdp")
int fault(struct xdp_md *ctx)
{
	volatile __u8 *data = (void *)(long)ctx->data;

	return data[60] & 1 ? XDP_PASS : XDP_DROP;
}

SEC("xdp")
int forward(struct xdp_md *ctx)
{
	__u32 length = ctx->data_end - ctx->data;

	return length % 2 ? bpf_redirect(7, 0) : bpf_redirect_map(&ports, 1, XDP_DROP);
}

SEC("xdp")
int jump(struct xdp_md *ctx)
{
	bpf_tail_call(ctx, &next, 1);
	return XDP_ABORTED;
}

SEC("xdp")
int odd(struct xdp_md *ctx)
{
	return 77;
}

SEC("xdp")
int route(struct xdp_md *ctx)
{
	struct bpf_fib_lookup fib = { .family = 2, .ifindex = ctx->ingress_ifindex, .tot_len = 100 };

	fib.ipv4_src = bpf_htonl(0xc0000201);
	fib.ipv4_dst = bpf_htonl(0xc6336407);
	fib_result = bpf_fib_lookup(ctx, &fib, sizeof(fib), 0);
	fib_interface = fib.ifindex;
	return XDP_PASS;
}

SEC("tc")
int copy(struct __sk_buff *skb)
{
	bpf_clone_redirect(skb, 9, 0);
	return TC_ACT_SHOT;
}

SEC("kprobe/do_nothing")
int elsewhere(void *ctx)
{
	return 0;
}

char _license[] SEC("license") = "Dual BSD/GPL";
