// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/loader.h"

#define IDENTIFIER 0x0fff

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u16);
	__type(value, sluice_chain_id);
} vlan_map SEC(".maps") SLUICE_DOC("the chain of each VLAN; 0 is for frames without a tag");

SLUICE_DOC("Gives packets to the chain of their VLAN, that of the outer tag where there are two.")
SLUICE_LOADER(vlan_classifier)
{
	struct sluice_cursor cursor = sluice_open(ctx), inner = cursor;
	struct ethhdr *ethernet = sluice_take(&cursor, sizeof(*ethernet));
	struct sluice_vlan *tag;
	sluice_chain_id *chain;
	__u16 vlan = 0;

	if (!ethernet || !sluice_take_ethernet(&inner))
		return sluice_abort(SLUICE_MALFORMED);
	if (sluice_is_vlan(ethernet->h_proto)) {
		tag = sluice_take(&cursor, sizeof(*tag));
		if (!tag)
			return sluice_abort(SLUICE_MALFORMED);
		vlan = bpf_ntohs(tag->control) & IDENTIFIER;
	}
	chain = bpf_map_lookup_elem(&vlan_map, &vlan);
	return chain ? sluice_start(ctx, sluice_offset(ctx, &inner), *chain) : XDP_PASS;
}
