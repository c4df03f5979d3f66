// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Packets and bytes per 5-tuple, in a hash map. Gives the bytes of the flow so far, modulo 2^31. */
#include "parser.h"

struct traffic {
	__u64 packets;
	__u64 bytes;
};

HASH(flows, struct flow, struct traffic, 16384);

PROGRAM(counter)
{
	struct traffic none = {}, *traffic;
	struct flow flow;

	if (!parse(ctx, &flow))
		return 0;
	traffic = LOOKUP(flows, &flow);
	if (!traffic) {
		INSERT(flows, &flow, &none);
		traffic = LOOKUP(flows, &flow);
		if (!traffic)
			return 0;
	}
	traffic->packets++;
	traffic->bytes += packet_end(ctx) - packet_start(ctx);
	return traffic->bytes & 0x7fffffff;
}

LICENSE;
