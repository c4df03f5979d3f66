// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "traffic_class.h"

SLUICE_DOC("Sets the lowest bit of an IPv6 packet's traffic class, of its ECN field.")
SLUICE_RETURNS("0")
SLUICE_FUNCTION(ip6_set_ecn)
{
	struct sluice_cursor cursor;
	struct ipv6hdr *ip = sluice_ipv6(ctx, &cursor);

	if (!ip)
		return sluice_final(XDP_ABORTED);
	set_traffic_class(ip, (traffic_class(ip) & ECN_MASK) | ECN_SET);
	return 0;
}
