/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* What the loaders for one UDP port have in common. */
#ifndef LOADERS_UDP6_PORT_H
#define LOADERS_UDP6_PORT_H

#include "sluice/flow.h"
#include "sluice/loader.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, sluice_chain_id);
} ip6_udport_cls_map SEC(".maps") SLUICE_DOC("entry 0: the chain");

static __always_inline int start_by_udp_port(struct xdp_md *ctx, __u32 port)
{
	struct sluice_cursor cursor;
	struct ipv6hdr *ip = sluice_ipv6(ctx, &cursor);
	sluice_chain_id *chain;
	__u32 network, key = 0;
	struct udphdr *udp;

	if (!ip)
		return XDP_PASS;
	network = sluice_offset(ctx, &cursor) - sizeof(*ip);
	if (sluice_find_header(ctx, &cursor, ip->nexthdr, SLUICE_ANY) != IPPROTO_UDP)
		return XDP_PASS;
	udp = sluice_take(&cursor, sizeof(*udp));
	if (!udp || bpf_ntohs(udp->dest) != port)
		return XDP_PASS;
	chain = bpf_map_lookup_elem(&ip6_udport_cls_map, &key);
	return chain ? sluice_start(ctx, network, *chain) : XDP_PASS;
}

#endif
