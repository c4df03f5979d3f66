// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* A tunnel of segments as one program. */
#include "encap.h"

SEC("xdp") int encap(struct xdp_md *ctx)
{
	struct view view;
	int found = find_ipv6(ctx, &view);

	if (found == XDP_REDIRECT)
		found = push(ctx, &view);
	return found == XDP_REDIRECT ? forward(ctx, view.ethernet, view.ip) : found;
}
