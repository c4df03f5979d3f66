/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* The steps of MMLF, for one program or for several. */
#ifndef CHAIN_PROGRAMS_MMLF_H
#define CHAIN_PROGRAMS_MMLF_H

#include "common.h"

struct pair {
	struct in6_addr saddr;
	struct in6_addr daddr;
};

struct lifetime {
	__u64 since;
	__u64 length;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct pair);
	__type(value, struct lifetime);
} ipv6_hset_sd_map SEC(".maps");

/* Is the packet's pair of addresses listed? They lie one behind the other: the packet is the key. */
static __always_inline int is_listed(struct ipv6hdr *ip)
{
	struct lifetime *member = bpf_map_lookup_elem(&ipv6_hset_sd_map, &ip->saddr);

	return member && (__s64)(bpf_ktime_get_ns() - member->since) < (__s64)member->length;
}

/* The lowest bit of the traffic class, whose lower half lies in the upper half of the second byte. */
static __always_inline void mark(struct ipv6hdr *ip)
{
	ip->flow_lbl[0] |= 0x10;
}

#endif
