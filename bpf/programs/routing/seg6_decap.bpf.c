// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/srv6.h"

SLUICE_DOC("Takes the outer IPv6 header, and a routing header at its last segment, off an IPv4, IPv6 or Ethernet packet (the decapsulation of End.DX4, End.DX6, End.DX2 of RFC 8986). A hop limit at its end passes to the stack.")
SLUICE_RETURNS("0")
SLUICE_ALIAS(paolo_seg6_decap)
SLUICE_ALIAS(paolo_seg6_decap2)
SLUICE_FUNCTION(seg6_decap)
{
	return sluice_decapsulate(ctx);
}
