// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/loader.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, sluice_chain_id);
} ipv6_sc_map SEC(".maps") SLUICE_DOC("entry 0: the chain for all IPv6");

SLUICE_DOC("Gives all IPv6 packets to one chain. The older name of ip6_simple_classifier.")
SLUICE_LOADER(ip6_sc)
{
	struct sluice_cursor cursor = sluice_open(ctx);
	__be16 protocol = sluice_take_ethernet(&cursor);
	sluice_chain_id *chain;
	__u32 key = 0;

	if (!protocol)
		return sluice_abort(SLUICE_MALFORMED);
	if (protocol != bpf_htons(ETH_P_IPV6))
		return XDP_PASS;
	chain = bpf_map_lookup_elem(&ipv6_sc_map, &key);
	return chain ? sluice_start(ctx, sluice_offset(ctx, &cursor), *chain) : XDP_PASS;
}
