// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* What surrounds the programs that are measured: frames made anew for each of them, and the end of their way. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define HEADERS 64 /* the bytes of a frame that programs change, and all that they look at */

char _license[] SEC("license") = "Dual BSD/GPL";

/* The frame's length and first bytes, set before loading. */
const volatile __u32 frame_length = HEADERS;
const volatile __u64 frame_words[HEADERS / sizeof(__u64)];

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 1);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} target SEC(".maps");

/* Frames that came to the end of their way, on each CPU. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} arrived SEC(".maps");

static __always_inline void count(void)
{
	__u32 key = 0;
	__u64 *counter = bpf_map_lookup_elem(&arrived, &key);

	if (counter)
		++*counter;
}

/* The frame as it first was, whatever a program has made of it. */
static __always_inline int renew(struct xdp_md *ctx)
{
	__u32 length = ctx->data_end - ctx->data;
	__u64 *words;

	if (length != frame_length && bpf_xdp_adjust_head(ctx, (int)(length - frame_length)))
		return -1;
	words = (void *)(long)ctx->data;
	if ((void *)words + HEADERS > (void *)(long)ctx->data_end)
		return -1;
#pragma unroll
	for (int i = 0; i < HEADERS / (int)sizeof(__u64); i++)
		words[i] = frame_words[i];
	return 0;
}

/* For test runs: a frame, then the program that is measured. */
SEC("xdp") int run(struct xdp_md *ctx)
{
	if (!renew(ctx))
		bpf_tail_call(ctx, &target, 0);
	return XDP_ABORTED;
}

/* For live frames: a frame goes out where it would have come in. */
SEC("xdp") int send(struct xdp_md *ctx)
{
	return renew(ctx) ? XDP_ABORTED : XDP_TX;
}

/* The program that costs nothing. */
SEC("xdp") int nothing(struct xdp_md *ctx)
{
	return XDP_DROP;
}

/* The program that leaves frames to the network stack. */
SEC("xdp") int pass(struct xdp_md *ctx)
{
	return XDP_PASS;
}

/* The end of a frame's way. */
SEC("xdp") int arrive(struct xdp_md *ctx)
{
	count();
	return XDP_DROP;
}

/* The same for what comes as a socket buffer, which no program of XDP has to make a frame of: TC_ACT_SHOT. */
SEC("tc") int arrive_buffer(struct __sk_buff *skb)
{
	count();
	return 2;
}
