// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/flow.h"
#include "sluice/loader.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, struct in6_addr);
	__type(value, sluice_chain_id);
} map_ipv6 SEC(".maps") SLUICE_DOC("the chain of each destination");

SLUICE_DOC("Gives IPv6 packets to the chain of their destination address.")
SLUICE_ALIAS(ipv6_dst_classifier)
SLUICE_LOADER(minimal_classifier)
{
	struct sluice_cursor cursor;
	struct ipv6hdr *ip = sluice_ipv6(ctx, &cursor);
	struct in6_addr address;
	sluice_chain_id *chain;
	__u32 network;

	if (!ip)
		return XDP_PASS;
	network = sluice_offset(ctx, &cursor) - sizeof(*ip);
	address = ip->daddr;
	chain = bpf_map_lookup_elem(&map_ipv6, &address);
	return chain ? sluice_start(ctx, network, *chain) : XDP_PASS;
}
