// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "keyword.h"
#include "sluice/srv6.h"

#define MAX_DATAGRAM 1468 /* with its header: what fits into an Ethernet frame behind both others, and more */

/* The sum over a UDP datagram and its pseudo-header (RFC 8200 section 8.1), folded: 0xffff where it is right. */
static __always_inline __u16 sum_udp(struct xdp_md *ctx, const struct ipv6hdr *ip, const struct in6_addr *destination, __u32 offset, __u32 length)
{
	struct sluice_cursor cursor = sluice_open_at(ctx, offset);
	__u64 sum = sluice_sum(&ip->saddr, 4) + sluice_sum(destination, 4) + bpf_htonl(length) + bpf_htonl(IPPROTO_UDP);
	__u16 *word;
	__u8 *byte;

#pragma clang loop unroll(disable)
	for (__u32 at = 0; at < MAX_DATAGRAM && at + 1 < length; at += sizeof(*word)) {
		word = sluice_take(&cursor, sizeof(*word));
		if (!word)
			return 0;
		sum += *word;
	}
	if (length & 1) {
		byte = sluice_take(&cursor, sizeof(*byte));
		if (!byte)
			return 0;
		sum += *byte; /* with a zero behind it, in memory's order */
	}
	return sluice_fold(sum);
}

SLUICE_DOC("Takes a segment routing header that was inserted between IPv6 and UDP out again, after the checksum was found to be right; the last segment becomes the destination. Anything else is aborted.")
SLUICE_RETURNS("1 the payload begins with qwerty, 0 it does not")
SLUICE_FUNCTION(hike_sr6_inline_udp, SLUICE_ARG(__u64, cookie, "not used"))
{
	struct sluice_cursor cursor, segments, payload;
	struct ipv6hdr *ip = sluice_ipv6(ctx, &cursor), moved;
	__u32 network, transport, length, removed;
	struct in6_addr *last;
	struct sluice_srh *srh;
	struct udphdr *udp;
	bool found;

	if (!ip || ip->nexthdr != IPPROTO_ROUTING)
		return sluice_final(XDP_ABORTED);
	network = sluice_offset(ctx, &cursor) - sizeof(*ip);
	segments = cursor;
	srh = sluice_take_srh(&cursor);
	if (!srh || srh->next_header != IPPROTO_UDP || !sluice_take(&segments, sizeof(*srh)))
		return sluice_final(XDP_ABORTED);
	barrier_var(segments.at); /* clang knows from the length that a segment is there; verifiers want to see the question */
	last = sluice_take(&segments, sizeof(*last));
	if (!last)
		return sluice_final(XDP_ABORTED);
	transport = sluice_offset(ctx, &cursor);
	removed = transport - network - sizeof(*ip);
	udp = sluice_take(&cursor, sizeof(*udp));
	if (!udp || network > removed) /* the link header, four tags long, would be moved over itself */
		return sluice_final(XDP_ABORTED);
	length = bpf_ntohs(udp->len);
	if (length < sizeof(*udp) || length > MAX_DATAGRAM || sum_udp(ctx, ip, last, transport, length) != 0xffff)
		return sluice_final(XDP_ABORTED);
	payload = cursor;
	found = begins_with_keyword(&payload);

	moved = *ip;
	moved.nexthdr = IPPROTO_UDP;
	moved.payload_len = bpf_htons(bpf_ntohs(ip->payload_len) - removed);
	moved.daddr = *last;
	if (!sluice_move_link(ctx, 0, removed, network, bpf_htons(ETH_P_IPV6)) || bpf_xdp_adjust_head(ctx, removed))
		return sluice_final(XDP_ABORTED);
	cursor = sluice_open_at(ctx, network);
	ip = sluice_take(&cursor, sizeof(*ip));
	if (!ip)
		return sluice_final(XDP_ABORTED);
	*ip = moved;
	return found;
}
