// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/flow.h"

struct {
	__uint(type, BPF_MAP_TYPE_LRU_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct in6_addr);
	__type(value, __u64);
} pcpu_dst_meter SEC(".maps") SLUICE_DOC("packets of each destination, on each CPU");

SLUICE_DOC("Counts the packets of each destination of IPv6.")
SLUICE_RETURNS("how many came by this CPU, this one included")
SLUICE_FUNCTION(ip6_dst_meter)
{
	const struct sluice_flow6 *flow = sluice_flow6(ctx);

	if (!flow)
		return sluice_final(XDP_ABORTED);
	return sluice_count(&pcpu_dst_meter, &flow->daddr);
}
