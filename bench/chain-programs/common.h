/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* What the programs written by hand have in common: plain eBPF C, with nothing of bpf/include. */
#ifndef CHAIN_PROGRAMS_COMMON_H
#define CHAIN_PROGRAMS_COMMON_H

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define MAX_TAGS 4
#define FLOWINFO 0x0fffffff
#define FAMILY_INET6 10

char _license[] SEC("license") = "Dual BSD/GPL";

struct tag {
	__be16 control;
	__be16 protocol;
};

/* What is between ip and ip + 1 is within the packet. */
struct view {
	struct ethhdr *ethernet;
	struct ipv6hdr *ip;
	void *end;
};

/* Copies what is aligned to two bytes, as all of a frame is; count is a constant. */
static __always_inline void copy_halves(void *to, const void *from, __u32 count)
{
#pragma unroll
	for (__u32 i = 0; i < count; i++)
		((__u16 *)to)[i] = ((const __u16 *)from)[i];
}

/* Finds IPv6 behind Ethernet and its tags: XDP_REDIRECT for found, or what is to become of the packet. */
static __always_inline int find_ipv6(struct xdp_md *ctx, struct view *view)
{
	void *at = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct ethhdr *ethernet = at;
	struct tag *tag;
	__be16 protocol;

	if (at + sizeof(*ethernet) > end)
		return XDP_ABORTED;
	protocol = ethernet->h_proto;
	at += sizeof(*ethernet);
#pragma unroll
	for (int i = 0; i < MAX_TAGS && (protocol == bpf_htons(ETH_P_8021Q) || protocol == bpf_htons(ETH_P_8021AD)); i++) {
		tag = at;
		if (at + sizeof(*tag) > end)
			return XDP_ABORTED;
		protocol = tag->protocol;
		at += sizeof(*tag);
	}
	if (protocol != bpf_htons(ETH_P_IPV6))
		return XDP_PASS;
	view->ethernet = ethernet;
	view->ip = at;
	view->end = end;
	if (at + sizeof(*view->ip) > end || view->ip->version != 6)
		return XDP_ABORTED;
	return XDP_REDIRECT;
}

/* Sends the packet where the kernel's routes say. The packet has not moved since it was looked at. */
static __always_inline int forward(struct xdp_md *ctx, struct ethhdr *ethernet, struct ipv6hdr *ip)
{
	struct bpf_fib_lookup route = { .family = FAMILY_INET6, .ifindex = ctx->ingress_ifindex };

	if (ip->hop_limit <= 1)
		return XDP_PASS;
	route.flowinfo = *(__be32 *)ip & bpf_htonl(FLOWINFO);
	route.l4_protocol = ip->nexthdr;
	route.tot_len = bpf_ntohs(ip->payload_len) + sizeof(*ip);
	__builtin_memcpy(route.ipv6_src, &ip->saddr, sizeof(ip->saddr));
	__builtin_memcpy(route.ipv6_dst, &ip->daddr, sizeof(ip->daddr));
	switch (bpf_fib_lookup(ctx, &route, sizeof(route), 0)) {
	case BPF_FIB_LKUP_RET_SUCCESS:
		ip->hop_limit--;
		copy_halves(ethernet->h_dest, route.dmac, ETH_ALEN / 2);
		copy_halves(ethernet->h_source, route.smac, ETH_ALEN / 2);
		return bpf_redirect(route.ifindex, 0);
	case BPF_FIB_LKUP_RET_BLACKHOLE:
	case BPF_FIB_LKUP_RET_UNREACHABLE:
	case BPF_FIB_LKUP_RET_PROHIBIT:
		return XDP_DROP;
	default:
		return XDP_PASS;
	}
}

#endif
