// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "traffic_class.h"

SLUICE_DOC("Sets the lowest bit of an IPv4 packet's type of service, of its ECN field.")
SLUICE_RETURNS("0")
SLUICE_FUNCTION(ip4_set_ecn)
{
	struct sluice_cursor cursor;
	struct iphdr *ip = sluice_ipv4(ctx, &cursor);

	if (!ip)
		return sluice_final(XDP_ABORTED);
	set_type_of_service(ip, (ip->tos & ECN_MASK) | ECN_SET);
	return 0;
}
