// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "traffic_class.h"

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 256);
	__type(key, __u32);
	__type(value, __u64);
} map_tos_cls SEC(".maps") SLUICE_DOC("packets of each traffic class, on each CPU");

SLUICE_DOC("Counts and gives the traffic class of an IPv6 packet.")
SLUICE_RETURNS("the traffic class, 0 to 255")
SLUICE_FUNCTION(ip6_tos_cls)
{
	struct sluice_cursor cursor;
	struct ipv6hdr *ip = sluice_ipv6(ctx, &cursor);
	__u32 class;

	if (!ip)
		return sluice_final(XDP_ABORTED);
	class = traffic_class(ip);
	sluice_count(&map_tos_cls, &class);
	return class;
}
