// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "token_bucket.h"

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct sluice_flow6);
	__type(value, struct token_bucket);
} pcpu_sd_tbmon SEC(".maps") SLUICE_DOC("one bucket for each pair of source and destination, for all CPUs");

TOKEN_BUCKET_PARAMETERS(ip6_sd_tbmon, "pair of source and destination");

SLUICE_DOC("Holds each pair of source and destination of IPv6 to a rate by a token bucket.")
SLUICE_RETURNS("0 in profile, -1 (all bits set) out of profile")
SLUICE_FUNCTION(ip6_sd_tbmon)
{
	const struct sluice_flow6 *flow = sluice_flow6(ctx);

	if (!flow)
		return sluice_final(XDP_ABORTED);
	return meter_flow(&pcpu_sd_tbmon, flow, ip6_sd_tbmon_parameters.rate, ip6_sd_tbmon_parameters.burst);
}
