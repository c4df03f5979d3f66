/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* The steps of the mitigation of denial of service, for one program or for several. */
#ifndef CHAIN_PROGRAMS_DDOS_H
#define CHAIN_PROGRAMS_DDOS_H

#include "common.h"

#define RATE 1000000000ULL
#define BURST 1000000ULL
#define TIMEOUT 10000000000ULL
#define SAMPLE 500
#define COLLECTOR 6
#define INTERVAL (1000000000ULL / RATE)
#define ATTEMPTS 64

enum { PASSED, DROPPED, REDIRECTED };

struct pair {
	struct in6_addr saddr;
	struct in6_addr daddr;
};

struct lifetime {
	__u64 since;
	__u64 length;
};

struct bucket {
	__u64 rate;
	__u64 burst;
	__u64 last_tokens;
	__u64 last_time;
	__u64 full_at;
	__u64 refused;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct pair);
	__type(value, struct lifetime);
} ipv6_hset_sd_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct in6_addr);
	__type(value, struct bucket);
} pcpu_tb_dst SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct pair);
	__type(value, struct bucket);
} pcpu_sd_tbmon SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct pair);
	__type(value, __u64);
} pcpu_sd_dec2zero SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, __u64);
} map_pcpu_mon SEC(".maps");

static __always_inline void count(__u32 event)
{
	__u64 one = 1, *counter = bpf_map_lookup_elem(&map_pcpu_mon, &event);

	if (counter)
		++*counter;
	else
		bpf_map_update_elem(&map_pcpu_mon, &event, &one, BPF_ANY);
}

/* Is the pair listed? What has expired is deleted. */
static __always_inline int is_listed(struct ipv6hdr *ip)
{
	struct lifetime *member = bpf_map_lookup_elem(&ipv6_hset_sd_map, &ip->saddr);

	if (!member)
		return 0;
	if ((__s64)(bpf_ktime_get_ns() - member->since) < (__s64)member->length)
		return 1;
	bpf_map_delete_elem(&ipv6_hset_sd_map, &ip->saddr);
	return 0;
}

/* Lists the pair, unless it is. */
static __always_inline void list(struct ipv6hdr *ip)
{
	struct lifetime *member = bpf_map_lookup_elem(&ipv6_hset_sd_map, &ip->saddr);
	struct lifetime added = { bpf_ktime_get_ns(), TIMEOUT };

	if (!member || (__s64)(added.since - member->since) >= (__s64)member->length)
		bpf_map_update_elem(&ipv6_hset_sd_map, &ip->saddr, &added, member ? BPF_ANY : BPF_NOEXIST);
}

/* Takes a token of a flow's bucket, which is one for all CPUs; 0: there was one. */
static __always_inline int take(void *buckets, const void *key)
{
	struct bucket *bucket = bpf_map_lookup_elem(buckets, key);
	__u64 now, full_at, then, interval, burst;

	if (!bucket) {
		struct bucket full = {};

		bpf_map_update_elem(buckets, key, &full, BPF_NOEXIST);
		bucket = bpf_map_lookup_elem(buckets, key);
		if (!bucket)
			return -1;
	}
	interval = bucket->rate ? 1000000000ULL / bucket->rate : INTERVAL;
	burst = bucket->burst ?: BURST;
	now = bpf_ktime_get_ns();
#pragma clang loop unroll(disable)
	for (int i = 0; i < ATTEMPTS; i++) {
		full_at = *(volatile __u64 *)&bucket->full_at;
		then = (full_at > now ? full_at : now) + interval;
		if (then > now + burst * interval)
			break;
		if (__sync_val_compare_and_swap(&bucket->full_at, full_at, then) == full_at) {
			bucket->last_tokens = interval ? burst - (then - now) / interval : burst;
			bucket->last_time = now;
			return 0;
		}
	}
	__sync_fetch_and_add(&bucket->refused, 1);
	bucket->last_tokens = 0;
	bucket->last_time = now;
	return -1;
}

/* Counts the pair down; 0: this packet is a sample. */
static __always_inline __u64 count_down(struct ipv6hdr *ip)
{
	__u64 first = SAMPLE, *left = bpf_map_lookup_elem(&pcpu_sd_dec2zero, &ip->saddr);

	if (left)
		return *left = *left ? *left - 1 : SAMPLE;
	bpf_map_update_elem(&pcpu_sd_dec2zero, &ip->saddr, &first, BPF_ANY);
	return first;
}

#endif
