// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "mono.h"

SLUICE_PARAMETERS(stamp_mono, STAMP_PTP_PARAMETER) = {};

SLUICE_DOC("Answers a test packet of STAMP over IPv6 whole, and sends it out: addresses and segments of the answer, and the interface, stand in maps.")
SLUICE_TERMINAL
SLUICE_FUNCTION(stamp_mono)
{
	struct sluice_datagram datagram;
	struct sluice_cursor cursor;

	if (!sluice_find_datagram(ctx, &datagram, &cursor))
		return sluice_final(XDP_ABORTED);
	return reflect_whole(ctx, &datagram, &cursor, stamp_mono_parameters.ptp);
}
