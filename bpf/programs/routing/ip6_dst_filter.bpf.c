// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/flow.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, __be16);
	__type(value, struct in6_addr);
} ip6_dst SEC(".maps") SLUICE_DOC("entry 0: the destination whose packets stay in the chain");

static __always_inline bool same(const struct in6_addr *left, const struct in6_addr *right)
{
	const __u64 *a = (const __u64 *)left, *b = (const __u64 *)right;

	return a[0] == b[0] && a[1] == b[1];
}

SLUICE_DOC("Lets IPv6 packets pass that go to another destination than that of its map, or whose hop limit is at its end.")
SLUICE_RETURNS("0: it is for that destination")
SLUICE_ALIAS(paolo_ip6_dst_filter)
SLUICE_FUNCTION(ip6_dst_filter)
{
	struct sluice_cursor cursor;
	struct ipv6hdr *ip = sluice_ipv6(ctx, &cursor);
	__be16 key = 0;
	struct in6_addr *wanted = bpf_map_lookup_elem(&ip6_dst, &key);

	if (!ip || !wanted)
		return sluice_final(XDP_ABORTED);
	return ip->hop_limit > 1 && same(&ip->daddr, wanted) ? 0 : sluice_final(XDP_PASS);
}
