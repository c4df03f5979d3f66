// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/route.h"

SLUICE_DOC("Sends an IPv6 packet where the kernel's routing table says. What the table leaves to the stack (this host, an unresolved neighbour, a hop limit at its end) passes; what it forbids is dropped.")
SLUICE_TERMINAL
SLUICE_FUNCTION(ip6_kroute)
{
	return sluice_route6(ctx);
}
