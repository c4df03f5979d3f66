// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/loader.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, sluice_chain_id);
} ipv6_simple_classifier_map SEC(".maps") SLUICE_DOC("entry 0: the chain for all IPv6") SLUICE_ALIAS(ipv6_sc_map);

SLUICE_DOC("Gives all IPv6 packets to one chain.")
SLUICE_ALIAS(ip6_sc)
SLUICE_LOADER(ip6_simple_classifier)
{
	struct sluice_cursor cursor = sluice_open(ctx);
	__be16 protocol = sluice_take_ethernet(&cursor);
	sluice_chain_id *chain;
	__u32 key = 0;

	if (!protocol)
		return sluice_abort(SLUICE_MALFORMED);
	if (protocol != bpf_htons(ETH_P_IPV6))
		return XDP_PASS;
	chain = bpf_map_lookup_elem(&ipv6_simple_classifier_map, &key);
	return chain ? sluice_start(ctx, sluice_offset(ctx, &cursor), *chain) : XDP_PASS;
}
