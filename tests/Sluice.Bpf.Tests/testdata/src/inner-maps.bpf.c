// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Maps in maps and program arrays, with and without members known when the object is built. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct inner {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} inner_first SEC(".maps"), inner_second SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 4);
	__type(key, __u32);
	__array(values, struct inner);
} by_index SEC(".maps") = {
	.values = { [0] = &inner_first, [3] = &inner_second },
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(max_entries, 8);
	__type(key, __u64);
	__array(values, struct {
		__uint(type, BPF_MAP_TYPE_HASH);
		__uint(max_entries, 64);
		__type(key, __u32);
		__type(value, __u32);
	});
} by_key SEC(".maps");

int tail_pass(struct xdp_md *ctx);
int tail_drop(struct xdp_md *ctx);

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 3);
	__uint(key_size, sizeof(__u32));
	__array(values, int (void *));
} programs SEC(".maps") = {
	.values = { [0] = (void *)&tail_pass, [2] = (void *)&tail_drop },
};

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u32);
} empty_programs SEC(".maps");

SEC("xdp")
int tail_pass(struct xdp_md *ctx)
{
	return XDP_PASS;
}

SEC("xdp")
int tail_drop(struct xdp_md *ctx)
{
	return XDP_DROP;
}

/* Counts in the inner map that the receive queue selects, then calls the program that the packet's length selects. */
SEC("xdp")
int entry(struct xdp_md *ctx)
{
	__u32 queue = ctx->rx_queue_index, zero = 0;
	void *inner = bpf_map_lookup_elem(&by_index, &queue);
	__u64 *count;

	if (inner) {
		count = bpf_map_lookup_elem(inner, &zero);
		if (count)
			__sync_fetch_and_add(count, 1);
	}
	bpf_tail_call(ctx, &programs, ctx->data_end - ctx->data > 100 ? 2 : 0);
	bpf_tail_call(ctx, &empty_programs, 1);
	return XDP_ABORTED;
}

char _license[] SEC("license") = "Dual BSD/GPL";
