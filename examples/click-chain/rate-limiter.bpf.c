/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* The showcase's second filter: a token bucket for each IPv4 source. What is not IPv4 passes. */
#include "sluice_click.h"

/* The router can set them: SET burst 10. */
volatile const __u64 packets_per_second = 100;
volatile const __u64 burst = 50;

#define SECOND 1000000000ULL

struct bucket {
	__u64 tokens; /* in billionths of a packet */
	__u64 updated; /* ns */
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, __u32); /* the source, as it lies in the packet */
	__type(value, struct bucket);
} buckets SEC(".maps");

/* Packets of all sources: dropped, passed. */
__u64 dropped, passed;

static __always_inline int spend(struct bucket *bucket, __u64 now)
{
	__u64 elapsed = now - bucket->updated;
	__u64 tokens = bucket->tokens;

	/* As long as it takes to fill the bucket fills it: the product below cannot overflow. */
	if (elapsed > SECOND * 1000)
		elapsed = SECOND * 1000;
	tokens += elapsed * packets_per_second;
	if (tokens > burst * SECOND)
		tokens = burst * SECOND;
	bucket->updated = now;
	if (tokens < SECOND) {
		bucket->tokens = tokens;
		return 0;
	}
	bucket->tokens = tokens - SECOND;
	return 1;
}

CLICK_FILTER(rate_limiter)
{
	const struct ethhdr *eth = click_at(ctx, 0, sizeof(*eth));
	const struct iphdr *ip = click_at(ctx, sizeof(*eth), sizeof(*ip));
	struct bucket *bucket, fresh;
	__u64 now;
	__u32 source;

	if (!ip || eth->h_proto != bpf_htons(ETH_P_IP))
		return CLICK_PASS;
	source = ip->saddr;
	now = bpf_ktime_get_ns();
	bucket = bpf_map_lookup_elem(&buckets, &source);
	if (!bucket) {
		fresh.tokens = burst * SECOND;
		fresh.updated = now;
		if (bpf_map_update_elem(&buckets, &source, &fresh, BPF_ANY))
			return CLICK_ABORT;
		bucket = bpf_map_lookup_elem(&buckets, &source);
		if (!bucket)
			return CLICK_ABORT;
	}
	if (!spend(bucket, now)) {
		__sync_fetch_and_add(&dropped, 1);
		return CLICK_DROP;
	}
	__sync_fetch_and_add(&passed, 1);
	return CLICK_PASS;
}
