// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Down to the UDP or TCP ports. Gives all that it found in one number, so that nothing of it can be left out. */
#include "parser.h"

PROGRAM(parser)
{
	struct flow flow;

	if (!parse(ctx, &flow))
		return 0;
	return (flow.source ^ flow.destination) + flow.protocol + bpf_ntohs(flow.destination_port) - bpf_ntohs(flow.source_port);
}

LICENSE;
