// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/route.h"

SLUICE_DOC("Sends an IPv4 or IPv6 packet where the kernel's routing table says. What the table leaves to the stack passes, what it forbids is dropped, and so is all that is not IP.")
SLUICE_TERMINAL
SLUICE_ALIAS(paolo_kroute)
SLUICE_FUNCTION(kroute)
{
	struct sluice_cursor cursor = sluice_open(ctx);

	return sluice_take_ethernet(&cursor) == bpf_htons(ETH_P_IP) ? sluice_route4(ctx) : sluice_route6(ctx);
}
