/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* Sending a packet where the kernel's routing table says, without its network stack. */
#ifndef SLUICE_ROUTE_H
#define SLUICE_ROUTE_H

#include "flow.h"

#define SLUICE_AF_INET 2
#define SLUICE_AF_INET6 10
#define SLUICE_FLOWINFO 0x0fffffff /* traffic class and flow label */

/* What a lookup means: the packet leaves with new link addresses, or Linux takes care of it, or it ends here. */
static __always_inline __u64 sluice_routed(struct xdp_md *ctx, struct bpf_fib_lookup *route, long result)
{
	struct sluice_cursor cursor = sluice_open(ctx);
	struct ethhdr *ethernet = sluice_take(&cursor, sizeof(*ethernet));

	if (!ethernet || result < 0)
		return sluice_final(XDP_ABORTED);
	switch (result) {
	case BPF_FIB_LKUP_RET_SUCCESS:
		sluice_copy_halves(ethernet->h_dest, route->dmac, ETH_ALEN);
		sluice_copy_halves(ethernet->h_source, route->smac, ETH_ALEN);
		return sluice_final(bpf_redirect(route->ifindex, 0));
	case BPF_FIB_LKUP_RET_BLACKHOLE:
	case BPF_FIB_LKUP_RET_UNREACHABLE:
	case BPF_FIB_LKUP_RET_PROHIBIT:
		return sluice_final(XDP_DROP);
	default: /* for this host, no neighbour yet, a tunnel, too long: the stack knows what to do */
		return sluice_final(XDP_PASS);
	}
}

static __always_inline __u64 sluice_route6(struct xdp_md *ctx)
{
	struct bpf_fib_lookup route = { .family = SLUICE_AF_INET6, .ifindex = ctx->ingress_ifindex };
	struct sluice_cursor cursor;
	struct ipv6hdr *ip = sluice_ipv6(ctx, &cursor);
	long result;

	if (!ip)
		return sluice_final(XDP_ABORTED);
	if (ip->hop_limit <= 1)
		return sluice_final(XDP_PASS); /* the stack answers with ICMP */
	route.flowinfo = *(__be32 *)ip & bpf_htonl(SLUICE_FLOWINFO);
	route.l4_protocol = ip->nexthdr;
	route.tot_len = bpf_ntohs(ip->payload_len) + sizeof(*ip);
	__builtin_memcpy(route.ipv6_src, &ip->saddr, sizeof(ip->saddr));
	__builtin_memcpy(route.ipv6_dst, &ip->daddr, sizeof(ip->daddr));
	result = bpf_fib_lookup(ctx, &route, sizeof(route), 0);
	if (result == BPF_FIB_LKUP_RET_SUCCESS)
		ip->hop_limit--;
	return sluice_routed(ctx, &route, result);
}

static __always_inline __u64 sluice_route4(struct xdp_md *ctx)
{
	struct bpf_fib_lookup route = { .family = SLUICE_AF_INET, .ifindex = ctx->ingress_ifindex };
	struct sluice_cursor cursor;
	struct iphdr *ip = sluice_ipv4(ctx, &cursor);
	long result;

	if (!ip)
		return sluice_final(XDP_ABORTED);
	if (ip->ttl <= 1)
		return sluice_final(XDP_PASS);
	route.tos = ip->tos;
	route.l4_protocol = ip->protocol;
	route.tot_len = bpf_ntohs(ip->tot_len);
	route.ipv4_src = ip->saddr;
	route.ipv4_dst = ip->daddr;
	result = bpf_fib_lookup(ctx, &route, sizeof(route), 0);
	if (result == BPF_FIB_LKUP_RET_SUCCESS)
		sluice_decrease_ttl(ip);
	return sluice_routed(ctx, &route, result);
}

#endif
