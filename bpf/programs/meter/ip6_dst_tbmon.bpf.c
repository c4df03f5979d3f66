// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "token_bucket.h"

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct in6_addr);
	__type(value, struct token_bucket);
} pcpu_tb_dst SEC(".maps") SLUICE_DOC("one bucket for each destination, for all CPUs");

TOKEN_BUCKET_PARAMETERS(ip6_dst_tbmon, "destination");

SLUICE_DOC("Holds each destination of IPv6 to a rate by a token bucket.")
SLUICE_RETURNS("0 in profile, -1 (all bits set) out of profile")
SLUICE_FUNCTION(ip6_dst_tbmon)
{
	const struct sluice_flow6 *flow = sluice_flow6(ctx);

	if (!flow)
		return sluice_final(XDP_ABORTED);
	return meter_flow(&pcpu_tb_dst, &flow->daddr, ip6_dst_tbmon_parameters.rate, ip6_dst_tbmon_parameters.burst);
}
