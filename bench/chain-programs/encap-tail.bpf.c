// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* A tunnel of segments as programs that call each other's tail. */
#include "encap.h"

int wrap(struct xdp_md *ctx);
int route(struct xdp_md *ctx);

enum { WRAP, ROUTE };

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__uint(key_size, sizeof(__u32));
	__array(values, int(struct xdp_md *));
} steps SEC(".maps") = { .values = { [WRAP] = wrap, [ROUTE] = route } };

SEC("xdp") int encap(struct xdp_md *ctx)
{
	struct view view;
	int found = find_ipv6(ctx, &view);

	if (found != XDP_REDIRECT)
		return found;
	bpf_tail_call(ctx, &steps, WRAP);
	return XDP_ABORTED;
}

SEC("xdp") int wrap(struct xdp_md *ctx)
{
	struct view view;
	int found = find_ipv6(ctx, &view);

	if (found != XDP_REDIRECT)
		return XDP_ABORTED;
	found = push(ctx, &view);
	if (found != XDP_REDIRECT)
		return found;
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
