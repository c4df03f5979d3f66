// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "keyword.h"
#include "sluice/datagram.h"
#include "sluice/srv6.h"

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
	if (length < sizeof(*udp) || length > SLUICE_MAX_DATAGRAM)
		return sluice_final(XDP_ABORTED);
	if (sluice_sum_datagram(ctx, sluice_pseudo_sum6(&ip->saddr, last, length), transport, length) != 0xffff)
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
