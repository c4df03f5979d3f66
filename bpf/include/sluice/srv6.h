/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* Segment routing over IPv6: RFC 8754 (the header), RFC 8986 (what nodes do), RFC 9800 (compressed segments). */
#ifndef SLUICE_SRV6_H
#define SLUICE_SRV6_H

#include "flow.h"
#include "link.h"

#define SLUICE_TUNNEL_HOPS 64
#define SLUICE_IPPROTO_ETHERNET 143 /* RFC 8986 section 10.1 */
#define SLUICE_NO_POLICY ((__u64)-2) /* ENOENT */

/* Bytes of the IP packet behind the link header, without an Ethernet frame's padding; 0: it is none, or cut off. */
static __always_inline __u32 sluice_inner_length(struct sluice_cursor *cursor, __be16 protocol, __u8 *number)
{
	void *network = cursor->at;
	struct ipv6hdr *ip6;
	struct iphdr *ip;
	__u32 length;

	if (protocol == bpf_htons(ETH_P_IPV6) && (ip6 = sluice_take_ipv6(cursor))) {
		*number = IPPROTO_IPV6;
		length = sizeof(*ip6) + bpf_ntohs(ip6->payload_len);
	} else if (protocol == bpf_htons(ETH_P_IP) && (ip = sluice_take_ipv4(cursor))) {
		*number = IPPROTO_IPIP;
		length = bpf_ntohs(ip->tot_len);
	} else {
		return 0;
	}
	return length <= cursor->end - network ? length : 0;
}

/*
 * H.Encaps (RFC 8986 section 5.1), all but the segments: makes room for an IPv6 header and a routing header of count
 * segments in front of an IP packet, and fills them in. The routing header, whose segments are to be written, or NULL:
 * then the packet is what it was.
 */
static __always_inline struct sluice_srh *sluice_push_srh(struct xdp_md *ctx, const struct in6_addr *source, __u32 count)
{
	const __u32 routing = sizeof(struct sluice_srh) + count * sizeof(struct in6_addr);
	const __u32 room = sizeof(struct ipv6hdr) + routing;
	struct sluice_cursor cursor = sluice_open(ctx);
	__be16 protocol = sluice_take_ethernet(&cursor);
	__u32 link = sluice_offset(ctx, &cursor), length;
	struct sluice_srh *srh;
	struct ipv6hdr *outer;
	__u8 next = 0;

	length = protocol ? sluice_inner_length(&cursor, protocol, &next) : 0;
	if (!length || length + routing > 0xffff || bpf_xdp_adjust_head(ctx, -(int)room))
		return NULL;
	if (!sluice_move_link(ctx, room, 0, link, bpf_htons(ETH_P_IPV6)))
		return NULL;
	cursor = sluice_open_at(ctx, link);
	outer = sluice_take(&cursor, room);
	if (!outer)
		return NULL;
	*(__be32 *)outer = bpf_htonl(6 << 28);
	outer->payload_len = bpf_htons(length + routing);
	outer->nexthdr = IPPROTO_ROUTING;
	outer->hop_limit = SLUICE_TUNNEL_HOPS;
	outer->saddr = *source;
	srh = (void *)(outer + 1);
	srh->next_header = next;
	srh->length = count * 2;
	srh->type = SLUICE_SRH_TYPE;
	srh->segments_left = count - 1;
	srh->last_entry = count - 1;
	return srh;
}

/*
 * Takes the segment routing header that directly follows an IPv6 header, whole, or gives NULL: it is none, it is cut
 * off, or its fields contradict each other (RFC 8754 section 4.3.1.1).
 */
static __always_inline struct sluice_srh *sluice_take_srh(struct sluice_cursor *cursor)
{
	struct sluice_srh *srh = sluice_take(cursor, sizeof(*srh));

	if (!srh || srh->type != SLUICE_SRH_TYPE || srh->segments_left > srh->last_entry + 1)
		return NULL;
	if (srh->last_entry * 2 + 2 > srh->length)
		return NULL;
	return sluice_take(cursor, srh->length * 8) ? srh : NULL;
}

/* Makes the segment before the one that was reached the destination (RFC 8986 section 4.1); 0, or a final verdict. */
static __always_inline __u64 sluice_next_segment(struct xdp_md *ctx)
{
	struct sluice_cursor cursor, segments;
	struct ipv6hdr *ip = sluice_ipv6(ctx, &cursor);
	struct in6_addr *segment;
	struct sluice_srh *srh;

	if (!ip)
		return sluice_final(XDP_ABORTED);
	if (ip->hop_limit <= 1)
		return sluice_final(XDP_PASS); /* the stack answers with ICMP */
	if (ip->nexthdr != IPPROTO_ROUTING)
		return sluice_final(XDP_ABORTED);
	segments = cursor;
	srh = sluice_take_srh(&cursor);
	if (!srh || !srh->segments_left || !sluice_take(&segments, sizeof(*srh)))
		return sluice_final(XDP_ABORTED);
	if (!sluice_take(&segments, (srh->segments_left - 1) * sizeof(*segment)))
		return sluice_final(XDP_ABORTED);
	segment = sluice_take(&segments, sizeof(*segment));
	if (!segment)
		return sluice_final(XDP_ABORTED);
	srh->segments_left--;
	ip->daddr = *segment;
	return 0;
}

/*
 * Takes the outer IPv6 header, with a routing header whose segments are all behind, off a tunnelled IPv4, IPv6 or
 * Ethernet packet (the decapsulation of RFC 8986 sections 4.4 to 4.9). 0, or a final verdict.
 */
static __always_inline __u64 sluice_decapsulate(struct xdp_md *ctx)
{
	struct sluice_cursor cursor;
	struct ipv6hdr *ip = sluice_ipv6(ctx, &cursor);
	struct sluice_srh *srh;
	__u32 link, inner;
	__u8 next;

	if (!ip)
		return sluice_final(XDP_ABORTED);
	if (ip->hop_limit <= 1)
		return sluice_final(XDP_PASS);
	link = sluice_offset(ctx, &cursor) - sizeof(*ip);
	next = ip->nexthdr;
	if (next == IPPROTO_ROUTING) {
		srh = sluice_take_srh(&cursor);
		if (!srh || srh->segments_left)
			return sluice_final(XDP_ABORTED);
		next = srh->next_header;
	}
	inner = sluice_offset(ctx, &cursor);
	if (next == SLUICE_IPPROTO_ETHERNET)
		return sluice_take(&cursor, ETH_HLEN) && !bpf_xdp_adjust_head(ctx, inner) ? 0 : sluice_final(XDP_ABORTED);
	if (next != IPPROTO_IPV6 && next != IPPROTO_IPIP)
		return sluice_final(XDP_ABORTED);
	if (!sluice_take(&cursor, sizeof(struct iphdr)))
		return sluice_final(XDP_ABORTED);
	if (!sluice_move_link(ctx, 0, inner - link, link, bpf_htons(next == IPPROTO_IPV6 ? ETH_P_IPV6 : ETH_P_IP)))
		return sluice_final(XDP_ABORTED);
	return bpf_xdp_adjust_head(ctx, inner - link) ? sluice_final(XDP_ABORTED) : 0;
}

#endif
