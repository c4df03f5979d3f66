// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Kernel functions in the datapath: iterators in nested loops, dynamic pointers into the packet. */
// bug 1: reference-leak, the iterator is not destroyed
// bug 2: memory-bounds, the slice is shorter than the access
// bug 3: helper-argument, the iterator was not made
// bug 4: stale-pointer, the slice is read after the packet was moved
#include "common.h"

struct bpf_iter_num {
	__u64 opaque[1];
} __attribute__((aligned(8)));

extern int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end) __ksym;
extern int *bpf_iter_num_next(struct bpf_iter_num *it) __ksym;
extern void bpf_iter_num_destroy(struct bpf_iter_num *it) __ksym;
extern int bpf_dynptr_from_xdp(struct xdp_md *xdp, __u64 flags, struct bpf_dynptr *ptr__uninit) __ksym;
extern void *bpf_dynptr_slice(const struct bpf_dynptr *ptr, __u32 offset, void *buffer__opt, __u32 buffer__szk) __ksym;

__u64 sums[64];

SEC("xdp")
int count(struct xdp_md *ctx)
{
	struct bpf_iter_num outer, inner;
	struct bpf_dynptr packet;
	struct ethhdr *eth, buffer;
	int *index, *other;

	if (bpf_dynptr_from_xdp(ctx, 0, &packet))
		return XDP_DROP;
	eth = bpf_dynptr_slice(&packet, 0, &buffer, sizeof(buffer));
	if (!eth)
		return XDP_DROP;
#if BUG == 2
	sums[0] += ((__u8 *)eth)[14];
#endif
#if BUG == 4
	if (bpf_xdp_adjust_head(ctx, 4))
		return XDP_DROP;
#endif
	sums[1] += eth->h_proto;
#if BUG == 3
	index = bpf_iter_num_next(&outer);
	return XDP_PASS;
#endif
	bpf_iter_num_new(&outer, 0, 1000000);
	while ((index = bpf_iter_num_next(&outer))) {
		bpf_iter_num_new(&inner, 0, *index & 15);
		while ((other = bpf_iter_num_next(&inner))) {
			int slot = *other + *index;

			if (slot < 0 || slot >= 64)
				break;
			sums[slot]++;
		}
		bpf_iter_num_destroy(&inner);
	}
#if BUG != 1
	bpf_iter_num_destroy(&outer);
#endif
	return XDP_PASS;
}
