// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Global functions, each verified alone against its signature: numbers, the context, memory that may be null, memory that
 * may not, kernel objects; static ones in context; one that moves the packet. */
// bug 1: null-pointer, memory that may be null is used without a check
// bug 2: helper-argument, a number where memory is expected
// bug 3: memory-bounds, an access behind the struct
// bug 4: stale-pointer, the packet's pointers are used after a global function moved the packet
// bug 5: map-value-bounds, the number of a global function is not checked by its caller
// bug 6: unsupported, a global function that returns nothing useful
// bug 7: uninitialised-stack*, a struct is handed over before it is filled
#include "common.h"

struct parsed {
	__u32 offset, length;
	__u8 protocol;
	__u8 reserved[7];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64[64]);
} counts SEC(".maps");

__attribute__((noinline)) int parse(struct xdp_md *ctx, struct parsed *parsed)
{
	void *data = (void *)(long)ctx->data, *data_end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;

#if BUG != 1
	if (!parsed)
		return -1;
#endif
	if ((void *)(eth + 1) > data_end)
		return -1;
	parsed->offset = sizeof(*eth);
	parsed->length = data_end - data;
	parsed->protocol = eth->h_proto == bpf_htons(ETH_P_IP) ? 4 : 6;
#if BUG == 3
	return ((__u32 *)parsed)[4];
#else
	return parsed->protocol;
#endif
}

__weak int index_of(__u32 hash, __u64 seed)
{
	return (hash * 2654435761u ^ seed) & 63;
}

__attribute__((noinline)) int sum(const __u64 *values __arg_nonnull)
{
	return *values + 1;
}

__attribute__((noinline)) int strip(struct xdp_md *ctx)
{
	return bpf_xdp_adjust_head(ctx, 4);
}

#if BUG == 6
__attribute__((noinline)) struct parsed *confuse(__u32 hash)
{
	return (void *)(long)hash;
}
#endif

NOINLINE __u64 *slot(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&counts, &zero);
}

SEC("xdp")
int count(struct xdp_md *ctx)
{
	void *data, *data_end;
#if BUG == 7
	struct parsed parsed;
#else
	struct parsed parsed = {};
#endif
	__u64 *values, own = 3;
	int index;

#if BUG == 2
	if (parse(ctx, (void *)8) < 0)
#else
	if (parse(ctx, &parsed) < 0)
#endif
		return XDP_PASS;
	values = slot();
	if (!values)
		return XDP_PASS;
	index = index_of(parsed.length, ctx->rx_queue_index);
#if BUG == 5
	values[index] += sum(&own);
#else
	if (index < 0 || index > 63)
		return XDP_PASS;
	values[index] += sum(&own);
#endif
#if BUG == 6
	if (confuse(index))
		return XDP_DROP;
#endif
	data = (void *)(long)ctx->data;
	data_end = (void *)(long)ctx->data_end;
	if (data + 20 > data_end)
		return XDP_DROP;
	if (strip(ctx))
		return XDP_ABORTED;
#if BUG != 4
	data = (void *)(long)ctx->data;
	data_end = (void *)(long)ctx->data_end;
	if (data + 14 > data_end)
		return XDP_DROP;
#endif
	*(__u8 *)data = 1;
	return XDP_TX;
}

SEC("xdp")
int count_again(struct xdp_md *ctx)
{
	struct parsed parsed = {};

	return parse(ctx, &parsed) > 0 ? sum((__u64 *)&parsed) & 1 : XDP_PASS;
}
