// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "return_path.h"

SLUICE_DOC("Writes the checksum of a UDP datagram, over IPv4 or IPv6, anew; behind a segment routing header, that of the path's end.")
SLUICE_RETURNS("0")
SLUICE_FUNCTION(udp_checksum)
{
	struct sluice_datagram datagram;
	struct sluice_cursor cursor;

	return sluice_find_datagram(ctx, &datagram, &cursor) && sum_anew(ctx, &datagram) ? 0 : sluice_final(XDP_ABORTED);
}
