// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Match, mark, look up, forward as one program. */
#include "mmlf.h"

SEC("xdp") int mmlf(struct xdp_md *ctx)
{
	struct view view;
	int found = find_ipv6(ctx, &view);

	if (found != XDP_REDIRECT)
		return found;
	if (is_listed(view.ip))
		mark(view.ip);
	return forward(ctx, view.ethernet, view.ip);
}
