// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* The mitigation of denial of service as programs that call each other's tail. */
#include "ddos.h"

int look(struct xdp_md *ctx);
int sample(struct xdp_md *ctx);
int limit(struct xdp_md *ctx);
int limit_pair(struct xdp_md *ctx);
int block(struct xdp_md *ctx);
int collect(struct xdp_md *ctx);
int discard(struct xdp_md *ctx);
int accept(struct xdp_md *ctx);

enum { LOOK, SAMPLING, LIMIT, LIMIT_PAIR, BLOCK, COLLECT, DISCARD, ACCEPT, STEPS };

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, STEPS);
	__uint(key_size, sizeof(__u32));
	__array(values, int(struct xdp_md *));
} steps SEC(".maps") = { .values = {
	[LOOK] = look, [SAMPLING] = sample, [LIMIT] = limit, [LIMIT_PAIR] = limit_pair,
	[BLOCK] = block, [COLLECT] = collect, [DISCARD] = discard, [ACCEPT] = accept,
} };

SEC("xdp") int ddos(struct xdp_md *ctx)
{
	struct view view;
	int found = find_ipv6(ctx, &view);

	if (found != XDP_REDIRECT)
		return found;
	bpf_tail_call(ctx, &steps, LOOK);
	return XDP_ABORTED;
}

SEC("xdp") int look(struct xdp_md *ctx)
{
	struct view view;

	if (find_ipv6(ctx, &view) != XDP_REDIRECT)
		return XDP_ABORTED;
	if (is_listed(view.ip))
		bpf_tail_call(ctx, &steps, SAMPLING);
	bpf_tail_call(ctx, &steps, LIMIT);
	return XDP_ABORTED;
}

SEC("xdp") int sample(struct xdp_md *ctx)
{
	struct view view;

	if (find_ipv6(ctx, &view) != XDP_REDIRECT)
		return XDP_ABORTED;
	if (!count_down(view.ip))
		bpf_tail_call(ctx, &steps, COLLECT);
	bpf_tail_call(ctx, &steps, DISCARD);
	return XDP_ABORTED;
}

SEC("xdp") int limit(struct xdp_md *ctx)
{
	struct view view;

	if (find_ipv6(ctx, &view) != XDP_REDIRECT)
		return XDP_ABORTED;
	if (take(&pcpu_tb_dst, &view.ip->daddr))
		bpf_tail_call(ctx, &steps, LIMIT_PAIR);
	bpf_tail_call(ctx, &steps, ACCEPT);
	return XDP_ABORTED;
}

SEC("xdp") int limit_pair(struct xdp_md *ctx)
{
	struct view view;

	if (find_ipv6(ctx, &view) != XDP_REDIRECT)
		return XDP_ABORTED;
	if (take(&pcpu_sd_tbmon, &view.ip->saddr))
		bpf_tail_call(ctx, &steps, BLOCK);
	bpf_tail_call(ctx, &steps, ACCEPT);
	return XDP_ABORTED;
}

SEC("xdp") int block(struct xdp_md *ctx)
{
	struct view view;

	if (find_ipv6(ctx, &view) != XDP_REDIRECT)
		return XDP_ABORTED;
	list(view.ip);
	bpf_tail_call(ctx, &steps, DISCARD);
	return XDP_ABORTED;
}

SEC("xdp") int collect(struct xdp_md *ctx)
{
	count(REDIRECTED);
	return bpf_redirect(COLLECTOR, 0);
}

SEC("xdp") int discard(struct xdp_md *ctx)
{
	count(DROPPED);
	return XDP_DROP;
}

SEC("xdp") int accept(struct xdp_md *ctx)
{
	count(PASSED);
	return XDP_PASS;
}
