// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "hash_set.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct sluice_flow6);
	__type(value, struct lifetime);
} ipv6_hset_sd_map SEC(".maps") SLUICE_DOC("the pairs of source and destination in the set, and how long each is in it")
	SLUICE_ALIAS(ipv6_hset_srcdst_map);

SLUICE_PARAMETERS(ip6_hset_srcdst,
	SLUICE_PARAMETER(__u64, timeout_ms, "how long a pair that is added stays in the set, in milliseconds")
) = { .timeout_ms = 10000 };

SLUICE_DOC("Looks a packet's pair of source and destination of IPv6 up in a set, or adds it for a time.")
SLUICE_RETURNS("0 present or added, -2 (ENOENT) absent, -17 (EEXIST) present already, -7 (E2BIG) the set is full")
SLUICE_FUNCTION(ip6_hset_srcdst, SLUICE_ARG(__u64, action, "0 look up, 1 add, 2 look up and delete what has expired"))
{
	const struct sluice_flow6 *flow = sluice_flow6(ctx);

	if (!flow)
		return sluice_final(XDP_ABORTED);
	return hash_set(&ipv6_hset_sd_map, flow, action, ip6_hset_srcdst_parameters.timeout_ms);
}
