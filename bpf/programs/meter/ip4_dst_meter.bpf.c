// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/flow.h"

struct {
	__uint(type, BPF_MAP_TYPE_LRU_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, __be32);
	__type(value, __u64);
} pcpu_ip4_dst_meter SEC(".maps") SLUICE_DOC("packets of each destination, on each CPU");

SLUICE_DOC("Counts the packets of each destination of IPv4.")
SLUICE_RETURNS("how many came by this CPU, this one included")
SLUICE_FUNCTION(ip4_dst_meter)
{
	struct sluice_flow4 flow;

	if (!sluice_read_flow4(ctx, &flow))
		return sluice_final(XDP_ABORTED);
	return sluice_count(&pcpu_ip4_dst_meter, &flow.daddr);
}
