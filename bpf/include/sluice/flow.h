/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* Who talks to whom: the addresses of a packet as keys of maps, and counters by key. */
#ifndef SLUICE_FLOW_H
#define SLUICE_FLOW_H

#include "../sluice.h"

struct sluice_flow4 {
	__be32 saddr;
	__be32 daddr;
};

struct sluice_flow6 {
	struct in6_addr saddr;
	struct in6_addr daddr;
};

/* The packet's IPv6 header behind Ethernet and its tags, or NULL; the cursor comes to stand behind it. */
static __always_inline struct ipv6hdr *sluice_ipv6(struct xdp_md *ctx, struct sluice_cursor *cursor)
{
	*cursor = sluice_open(ctx);
	return sluice_take_ethernet(cursor) == bpf_htons(ETH_P_IPV6) ? sluice_take_ipv6(cursor) : NULL;
}

/* The packet's IPv4 header, or NULL. */
static __always_inline struct iphdr *sluice_ipv4(struct xdp_md *ctx, struct sluice_cursor *cursor)
{
	*cursor = sluice_open(ctx);
	return sluice_take_ethernet(cursor) == bpf_htons(ETH_P_IP) ? sluice_take_ipv4(cursor) : NULL;
}

/*
 * The addresses of an IPv6 packet where they lie, one behind the other: the packet itself is the key, which spares a copy.
 * NULL: it is none. Void once the packet moves.
 */
static __always_inline const struct sluice_flow6 *sluice_flow6(struct xdp_md *ctx)
{
	struct sluice_cursor cursor;
	struct ipv6hdr *ip = sluice_ipv6(ctx, &cursor);

	return ip ? (const struct sluice_flow6 *)&ip->saddr : NULL;
}

/* The addresses of an IPv4 packet; false: it is none. */
static __always_inline bool sluice_read_flow4(struct xdp_md *ctx, struct sluice_flow4 *flow)
{
	struct sluice_cursor cursor;
	struct iphdr *ip = sluice_ipv4(ctx, &cursor);

	if (!ip)
		return false;
	flow->saddr = ip->saddr;
	flow->daddr = ip->daddr;
	return true;
}

/* The addresses of an IP packet, those of IPv4 mapped into IPv6; false: it is none. */
static __always_inline bool sluice_read_flow(struct xdp_md *ctx, struct sluice_flow6 *flow)
{
	struct sluice_cursor cursor = sluice_open(ctx);
	__be16 protocol = sluice_take_ethernet(&cursor);
	struct ipv6hdr *ip6;
	struct iphdr *ip;

	if (protocol == bpf_htons(ETH_P_IPV6) && (ip6 = sluice_take_ipv6(&cursor))) {
		flow->saddr = ip6->saddr;
		flow->daddr = ip6->daddr;
		return true;
	}
	if (protocol != bpf_htons(ETH_P_IP) || !(ip = sluice_take_ipv4(&cursor)))
		return false;
	sluice_map_ipv4(&flow->saddr, ip->saddr);
	sluice_map_ipv4(&flow->daddr, ip->daddr);
	return true;
}

/* Counts one in a map of 64-bit counters of each CPU; what the counter of this CPU is then. */
static __always_inline __u64 sluice_count(void *map, const void *key)
{
	__u64 *count = bpf_map_lookup_elem(map, key);
	__u64 one = 1;

	if (count)
		return ++*count;
	bpf_map_update_elem(map, key, &one, BPF_ANY);
	return one;
}

#endif
