// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "stamp.h"

SLUICE_PARAMETERS(stamp, STAMP_PORT_PARAMETER STAMP_PTP_PARAMETER) = { .port = STAMP_PORT };

SLUICE_DOC("Answers a test packet of STAMP, over IPv4 or IPv6, as a session reflector without state (RFC 8762 section 4.3): fills the reflector's fields in. Addresses and checksum are other functions'.")
SLUICE_RETURNS("0 it is answered, 1 it is no test packet")
SLUICE_FUNCTION(stamp)
{
	struct sluice_datagram datagram;
	struct sluice_cursor cursor;

	if (!sluice_find_datagram(ctx, &datagram, &cursor) || !stamp_is_test(&datagram, stamp_parameters.port))
		return 1;
	return stamp_answer(ctx, &datagram, &cursor, stamp_parameters.ptp);
}
