// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "find_udp.h"

SLUICE_DOC("Finds UDP in an IPv4 packet, behind options, and remembers where it begins as the packet's transport header. A later fragment has none.")
SLUICE_RETURNS("17 UDP found, -2 (ENOENT) another protocol or a later fragment")
SLUICE_FUNCTION(ip4_find_udp)
{
	struct sluice_cursor cursor;
	struct iphdr *ip = sluice_ipv4(ctx, &cursor);

	if (!ip)
		return sluice_final(XDP_ABORTED);
	if (ip->frag_off & bpf_htons(SLUICE_IPV4_OFFSET))
		return NO_UDP;
	return found_transport(ctx, &cursor, ip->protocol);
}
