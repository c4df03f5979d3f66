// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* The route of an IPv4 packet, by the longest prefix of its destination. Gives the next hop. */
#include "parser.h"

struct prefix {
	__u32 length;
	__be32 address;
};

struct route {
	__u32 next_hop;
	__u32 interface;
};

ROUTES(routes, struct prefix, struct route, 100000);

PROGRAM(route)
{
	struct prefix key = { 32 };
	struct route *route;
	struct flow flow;

	if (!parse(ctx, &flow))
		return 0;
	key.address = flow.destination;
	route = LOOKUP(routes, &key);
	return route ? route->next_hop : 0;
}

LICENSE;
