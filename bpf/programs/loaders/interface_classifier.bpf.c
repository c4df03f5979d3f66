// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/loader.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, sluice_interface);
	__type(value, sluice_chain_id);
} interface_map SEC(".maps") SLUICE_DOC("the chain of each interface; 0 is for those that are not named");

SLUICE_DOC("Gives packets to the chain of the interface that they came in by.")
SLUICE_LOADER(interface_classifier)
{
	struct sluice_cursor cursor = sluice_open(ctx);
	sluice_interface interface = ctx->ingress_ifindex;
	sluice_chain_id *chain = bpf_map_lookup_elem(&interface_map, &interface);

	if (!sluice_take_ethernet(&cursor))
		return sluice_abort(SLUICE_MALFORMED);
	if (!chain) {
		interface = 0;
		chain = bpf_map_lookup_elem(&interface_map, &interface);
	}
	return chain ? sluice_start(ctx, sluice_offset(ctx, &cursor), *chain) : XDP_PASS;
}
