// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/flow.h"

#define ENTRY 2

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 2);
	__type(key, __be16);
	__type(value, struct in6_addr);
} chaddr SEC(".maps") SLUICE_DOC("entry 2 (network order): the destination that packets get");

SLUICE_DOC("Gives an IPv6 packet another destination, that of its map; checksums of what it carries stay as they are. A hop limit at its end passes to the stack.")
SLUICE_RETURNS("0")
SLUICE_ALIAS(paolo_chaddr)
SLUICE_FUNCTION(change_destination)
{
	struct sluice_cursor cursor;
	struct ipv6hdr *ip = sluice_ipv6(ctx, &cursor);
	__be16 key = bpf_htons(ENTRY);
	struct in6_addr *address = bpf_map_lookup_elem(&chaddr, &key);

	if (!ip || !address)
		return sluice_final(XDP_ABORTED);
	if (ip->hop_limit <= 1)
		return sluice_final(XDP_PASS);
	ip->daddr = *address;
	return 0;
}
