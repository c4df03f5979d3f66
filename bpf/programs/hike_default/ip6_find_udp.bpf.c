// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "find_udp.h"

SLUICE_DOC("Finds UDP in an IPv6 packet, behind extension headers and within one more IPv6 header (a tunnel), and remembers where it begins as the packet's transport header.")
SLUICE_RETURNS("17 UDP found, -2 (ENOENT) another protocol")
SLUICE_FUNCTION(ip6_find_udp)
{
	struct sluice_cursor cursor;
	struct ipv6hdr *ip = sluice_ipv6(ctx, &cursor);
	int protocol;

	if (!ip)
		return sluice_final(XDP_ABORTED);
	protocol = sluice_find_header(ctx, &cursor, ip->nexthdr, SLUICE_ANY);
	if (protocol == IPPROTO_IPV6) {
		ip = sluice_take_ipv6(&cursor);
		protocol = ip ? sluice_find_header(ctx, &cursor, ip->nexthdr, SLUICE_ANY) : -1;
	}
	return protocol < 0 ? sluice_final(XDP_ABORTED) : found_transport(ctx, &cursor, protocol);
}
