// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "mono.h"

SLUICE_PARAMETERS(stamp_mono_filter, STAMP_PORT_PARAMETER STAMP_PTP_PARAMETER) = { .port = STAMP_PORT };

SLUICE_DOC("Answers a test packet of STAMP over IPv6 as stamp_mono does; what is none passes.")
SLUICE_TERMINAL
SLUICE_FUNCTION(stamp_mono_filter)
{
	struct sluice_datagram datagram;
	struct sluice_cursor cursor;

	if (!sluice_find_datagram(ctx, &datagram, &cursor) || !datagram.is_ip6 || !stamp_is_test(&datagram, stamp_mono_filter_parameters.port))
		return sluice_final(XDP_PASS);
	return reflect_whole(ctx, &datagram, &cursor, stamp_mono_filter_parameters.ptp);
}
