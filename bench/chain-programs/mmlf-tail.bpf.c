// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Match, mark, look up, forward as programs that call each other's tail. Each looks for the header itself. */
#include "mmlf.h"

int match(struct xdp_md *ctx);
int set_mark(struct xdp_md *ctx);
int route(struct xdp_md *ctx);

enum { MATCH, MARK, ROUTE };

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 3);
	__uint(key_size, sizeof(__u32));
	__array(values, int(struct xdp_md *));
} steps SEC(".maps") = { .values = { [MATCH] = match, [MARK] = set_mark, [ROUTE] = route } };

SEC("xdp") int mmlf(struct xdp_md *ctx)
{
	struct view view;
	int found = find_ipv6(ctx, &view);

	if (found != XDP_REDIRECT)
		return found;
	bpf_tail_call(ctx, &steps, MATCH);
	return XDP_ABORTED;
}

SEC("xdp") int match(struct xdp_md *ctx)
{
	struct view view;

	if (find_ipv6(ctx, &view) != XDP_REDIRECT)
		return XDP_ABORTED;
	if (is_listed(view.ip))
		bpf_tail_call(ctx, &steps, MARK);
	bpf_tail_call(ctx, &steps, ROUTE);
	return XDP_ABORTED;
}

SEC("xdp") int set_mark(struct xdp_md *ctx)
{
	struct view view;

	if (find_ipv6(ctx, &view) != XDP_REDIRECT)
		return XDP_ABORTED;
	mark(view.ip);
	bpf_tail_call(ctx, &steps, ROUTE);
	return XDP_ABORTED;
}

SEC("xdp") int route(struct xdp_md *ctx)
{
	struct view view;

	if (find_ipv6(ctx, &view) != XDP_REDIRECT)
		return XDP_ABORTED;
	return forward(ctx, view.ethernet, view.ip);
}
