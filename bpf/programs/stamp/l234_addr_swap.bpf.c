// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "return_path.h"

SLUICE_DOC("Sends a UDP datagram, over IPv4 or IPv6, back: exchanges the addresses of Ethernet and IP and the ports, sets the hop limit to 64, and turns the path of a segment routing header round, so that it ends at the sender. The checksum is another function's.")
SLUICE_RETURNS("0")
SLUICE_FUNCTION(l234_addr_swap)
{
	struct sluice_datagram datagram;
	struct sluice_cursor cursor;

	return sluice_find_datagram(ctx, &datagram, &cursor) && turn_datagram(ctx, &datagram) ? 0 : sluice_final(XDP_ABORTED);
}
