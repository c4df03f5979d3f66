// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "stamp.h"

SLUICE_PARAMETERS(stamp_full, STAMP_PTP_PARAMETER) = {};

SLUICE_DOC("Answers a test packet of STAMP as stamp() does, whatever its UDP port: for chains that have filtered already.")
SLUICE_RETURNS("0")
SLUICE_FUNCTION(stamp_full)
{
	struct sluice_datagram datagram;
	struct sluice_cursor cursor;

	if (!sluice_find_datagram(ctx, &datagram, &cursor))
		return sluice_final(XDP_ABORTED);
	return stamp_answer(ctx, &datagram, &cursor, stamp_full_parameters.ptp);
}
