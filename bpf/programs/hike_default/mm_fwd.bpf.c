// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "traffic_class.h"

#define MARK 1

struct marked {
	__u64 ipv6_marked;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct marked);
} mm_fwd_map SEC(".maps") SLUICE_DOC("packets marked, on each CPU");

SLUICE_DOC("Marks an IPv6 packet with the traffic class 1, counts it and lets it pass.")
SLUICE_TERMINAL
SLUICE_FUNCTION(mm_fwd)
{
	struct sluice_cursor cursor;
	struct ipv6hdr *ip = sluice_ipv6(ctx, &cursor);
	struct marked *count;
	__u32 key = 0;

	if (!ip)
		return sluice_final(XDP_ABORTED);
	count = bpf_map_lookup_elem(&mm_fwd_map, &key);
	if (count)
		count->ipv6_marked++;
	set_traffic_class(ip, MARK);
	return sluice_final(XDP_PASS);
}
