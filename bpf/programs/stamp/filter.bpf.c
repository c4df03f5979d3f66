// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "stamp.h"

SLUICE_PARAMETERS(filter, STAMP_PORT_PARAMETER) = { .port = STAMP_PORT };

SLUICE_DOC("Tells test packets of STAMP (RFC 8762), over IPv4 or IPv6, by their UDP port.")
SLUICE_RETURNS("0 it is one, 1 it is none")
SLUICE_VALUE
SLUICE_FUNCTION(filter)
{
	struct sluice_datagram datagram;
	struct sluice_cursor cursor;

	return !sluice_find_datagram(ctx, &datagram, &cursor) || !stamp_is_test(&datagram, filter_parameters.port);
}
