// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/flow.h"

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 1024);
	__type(key, struct in6_addr);
	__type(value, __u64);
} too_long SEC(".maps") SLUICE_DOC("packets over the limit, by source");

SLUICE_DOC("Drops IP packets over a limit, and counts them by source.")
SLUICE_RETURNS("the packet's length in bytes")
SLUICE_FUNCTION(max_length, SLUICE_ARG(__u32, limit, "in bytes, with the link header"))
{
	struct sluice_flow6 flow;

	if (sluice_length(ctx) <= limit || !sluice_read_flow(ctx, &flow))
		return sluice_length(ctx);
	sluice_count(&too_long, &flow.saddr);
	return sluice_final(XDP_DROP);
}
