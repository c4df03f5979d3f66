/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* The steps of ENCAP, for one program or for several: H.Encaps of IPv6 with two segments (RFC 8986 section 5.1). */
#ifndef CHAIN_PROGRAMS_ENCAP_H
#define CHAIN_PROGRAMS_ENCAP_H

#include "common.h"

#define POLICY 7
#define SEGMENTS 2
#define HOPS 64
#define LINK_MAX (ETH_HLEN + MAX_TAGS * (int)sizeof(struct tag))
#define ROUTING_TYPE 4

struct routing {
	__u8 next;
	__u8 length;
	__u8 type;
	__u8 left;
	__u8 last;
	__u8 flags;
	__be16 tag;
	struct in6_addr segments[SEGMENTS];
};

struct outer {
	struct ipv6hdr ip;
	struct routing routing;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct in6_addr);
} sr6_src_tun SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 128);
	__type(key, __u32);
	__type(value, struct routing);
} sr6_encap_policy_2 SEC(".maps");

/* Copies the tags of a link header of that length. */
static __always_inline void move_tags(void *new, void *old, __u32 length)
{
#pragma unroll
	for (__u32 i = 0, at = 2 * ETH_ALEN; i < MAX_TAGS; i++, at += sizeof(struct tag)) {
		if (at >= length)
			break;
		copy_halves(new + at, old + at, 2);
	}
}

/* Puts the outer headers in front. XDP_REDIRECT: done, and the view is new. */
static __always_inline int push(struct xdp_md *ctx, struct view *view)
{
	__u32 index = POLICY, only = 0;
	struct in6_addr *source = bpf_map_lookup_elem(&sr6_src_tun, &only);
	struct routing *policy;
	struct outer *outer;
	__u32 length, link;
	__be16 *carried;
	void *old, *end;

	if (!source)
		return XDP_ABORTED;
	policy = bpf_map_lookup_elem(&sr6_encap_policy_2, &index);
	if (!policy)
		return XDP_DROP;
	length = sizeof(*view->ip) + bpf_ntohs(view->ip->payload_len);
	if ((void *)view->ip + length > view->end || length > 0xffff - sizeof(struct routing))
		return XDP_ABORTED;
	link = (void *)view->ip - (void *)view->ethernet - sizeof(*carried); /* without the last field, which changes */
	barrier_var(link); /* or clang adds to pointers what verifiers do not follow */
	if (bpf_xdp_adjust_head(ctx, -(int)sizeof(*outer)))
		return XDP_ABORTED;
	view->ethernet = (void *)(long)ctx->data;
	end = (void *)(long)ctx->data_end;
	if (link > LINK_MAX - sizeof(*carried) || (void *)view->ethernet + sizeof(*outer) + LINK_MAX > end)
		return XDP_ABORTED;
	carried = (void *)view->ethernet + link;
	barrier_var(carried);
	outer = (void *)(carried + 1);
	old = (void *)view->ethernet + sizeof(*outer);
	if ((void *)(outer + 1) > end)
		return XDP_ABORTED;
	copy_halves(view->ethernet, old, ETH_ALEN);
	move_tags(view->ethernet, old, link);
	*carried = bpf_htons(ETH_P_IPV6);
	*(__be32 *)&outer->ip = bpf_htonl(6 << 28);
	outer->ip.payload_len = bpf_htons(length + sizeof(outer->routing));
	outer->ip.nexthdr = IPPROTO_ROUTING;
	outer->ip.hop_limit = HOPS;
	outer->ip.saddr = *source;
	outer->ip.daddr = policy->segments[SEGMENTS - 1];
	outer->routing.next = IPPROTO_IPV6;
	outer->routing.length = SEGMENTS * 2;
	outer->routing.type = ROUTING_TYPE;
	outer->routing.left = outer->routing.last = SEGMENTS - 1;
	outer->routing.flags = policy->flags;
	outer->routing.tag = policy->tag;
	__builtin_memcpy(outer->routing.segments, policy->segments, sizeof(policy->segments));
	view->ip = &outer->ip;
	view->end = end;
	return XDP_REDIRECT;
}

#endif
