// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "token_bucket.h"

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, __be32);
	__type(value, struct token_bucket);
} ip4_dst_tbmon_map SEC(".maps") SLUICE_DOC("one bucket for each destination, for all CPUs");

TOKEN_BUCKET_PARAMETERS(ip4_dst_tbmon, "destination");

SLUICE_DOC("Holds each destination of IPv4 to a rate by a token bucket.")
SLUICE_RETURNS("0 in profile, -1 (all bits set) out of profile")
SLUICE_FUNCTION(ip4_dst_tbmon)
{
	struct sluice_flow4 flow;

	if (!sluice_read_flow4(ctx, &flow))
		return sluice_final(XDP_ABORTED);
	return meter_flow(&ip4_dst_tbmon_map, &flow.daddr, ip4_dst_tbmon_parameters.rate, ip4_dst_tbmon_parameters.burst);
}
