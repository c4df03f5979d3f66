// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/loader.h"

enum family {
	UNSPECIFIED,
	IPV4,
	IPV6,
	FAMILIES,
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, FAMILIES);
	__type(key, __u32);
	__type(value, sluice_chain_id);
} ip46_simp_cls_map SEC(".maps") SLUICE_DOC("entry 1: the chain for IPv4, entry 2: for IPv6");

SLUICE_DOC("Gives all IPv4 packets to one chain, and all IPv6 packets to another.")
SLUICE_LOADER(ip46_simple_classifier)
{
	struct sluice_cursor cursor = sluice_open(ctx);
	__be16 protocol = sluice_take_ethernet(&cursor);
	sluice_chain_id *chain;
	__u32 family;

	if (protocol == bpf_htons(ETH_P_IP))
		family = IPV4;
	else if (protocol == bpf_htons(ETH_P_IPV6))
		family = IPV6;
	else
		return XDP_PASS;
	chain = bpf_map_lookup_elem(&ip46_simp_cls_map, &family);
	return chain ? sluice_start(ctx, sluice_offset(ctx, &cursor), *chain) : XDP_PASS;
}
