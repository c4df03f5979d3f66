// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/*
 * Pushes, pops and rewrites the outer VLAN tag (IEEE 802.1Q).
 *
 * A tag is four bytes between the addresses and the protocol. To make room, or to close the gap, the addresses move and
 * the beginning of the packet moves with them: bpf_xdp_adjust_head takes bytes from the room that the driver leaves in
 * front of a packet, or gives some back. Every pointer into the packet is void after the call, and is derived again.
 */
#include "../include/parsing.h"

#define VLAN_ID 0x0fff
#define ADDRESSES (2 * ETH_ALEN)

const volatile __u16 push_id = 100; /* vlan_push: the tag that every frame gets */
const volatile __u16 from_id = 100; /* vlan_rewrite: frames of this VLAN … */
const volatile __u16 to_id = 200; /* … go to this one */

/* The Ethernet header and the tag behind it, as one. */
struct tagged_header {
	__u8 addresses[ADDRESSES];
	__be16 protocol;
	struct vlan_tag tag;
};

static __always_inline struct tagged_header *tagged(struct xdp_md *ctx)
{
	struct cursor cursor = cursor_of(ctx);
	struct tagged_header *header = take(&cursor, sizeof(*header));

	return header && is_vlan(header->protocol) ? header : NULL;
}

SEC("xdp")
int vlan_push(struct xdp_md *ctx)
{
	struct tagged_header *tagged;
	struct cursor cursor;
	struct ethhdr eth;
	void *start;

	cursor = cursor_of(ctx);
	start = take(&cursor, sizeof(eth));
	if (!start)
		return XDP_DROP;
	__builtin_memcpy(&eth, start, sizeof(eth));
	if (bpf_xdp_adjust_head(ctx, -(int)sizeof(struct vlan_tag)))
		return XDP_ABORTED; /* no room in front of the packet */

	cursor = cursor_of(ctx);
	tagged = take(&cursor, sizeof(*tagged));
	if (!tagged)
		return XDP_ABORTED;
	__builtin_memcpy(tagged->addresses, &eth, ADDRESSES);
	/* Around another tag, the outer one is a service tag (IEEE 802.1ad). */
	tagged->protocol = is_vlan(eth.h_proto) ? bpf_htons(ETH_P_8021AD) : bpf_htons(ETH_P_8021Q);
	tagged->tag.tci = bpf_htons(push_id & VLAN_ID);
	tagged->tag.inner_protocol = eth.h_proto;
	return XDP_PASS;
}

SEC("xdp")
int vlan_pop(struct xdp_md *ctx)
{
	struct tagged_header *header = tagged(ctx);
	__u8 addresses[ADDRESSES];
	struct cursor cursor;
	void *start;

	if (!header)
		return XDP_PASS;
	/* The protocol inside the tag already stands where that of the untagged frame belongs. */
	__builtin_memcpy(addresses, header->addresses, ADDRESSES);
	if (bpf_xdp_adjust_head(ctx, sizeof(struct vlan_tag)))
		return XDP_ABORTED;

	cursor = cursor_of(ctx);
	start = take(&cursor, ADDRESSES);
	if (!start)
		return XDP_ABORTED;
	__builtin_memcpy(start, addresses, ADDRESSES);
	return XDP_PASS;
}

SEC("xdp")
int vlan_rewrite(struct xdp_md *ctx)
{
	struct tagged_header *header = tagged(ctx);
	__u16 tci;

	if (!header)
		return XDP_PASS;
	tci = bpf_ntohs(header->tag.tci);
	if ((tci & VLAN_ID) == from_id)
		header->tag.tci = bpf_htons((tci & ~VLAN_ID) | (to_id & VLAN_ID)); /* the priority stays */
	return XDP_PASS;
}

char _license[] SEC("license") = "Dual BSD/GPL";
