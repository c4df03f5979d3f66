/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* Sending a datagram back to where it came from. */
#ifndef STAMP_RETURN_PATH_H
#define STAMP_RETURN_PATH_H

#include "sluice/datagram.h"
#include "sluice/srv6.h"

#define HOPS 64
#define MAX_SEGMENTS 8

/* The routing header behind the IPv6 header at an offset, or NULL: another header follows, or it is malformed. */
static __always_inline struct sluice_srh *find_srh(struct xdp_md *ctx, __u32 network, __u32 *segments)
{
	struct sluice_cursor cursor = sluice_open_at(ctx, network);
	struct ipv6hdr *ip = sluice_take(&cursor, sizeof(*ip));
	struct sluice_srh *srh;

	if (!ip || ip->nexthdr != IPPROTO_ROUTING)
		return NULL;
	*segments = sluice_offset(ctx, &cursor) + sizeof(*srh);
	srh = sluice_take_srh(&cursor);
	return srh && srh->last_entry < MAX_SEGMENTS ? srh : NULL;
}

static __always_inline struct in6_addr *segment_at(struct xdp_md *ctx, __u32 segments, __u32 index)
{
	struct sluice_cursor cursor = sluice_open_at(ctx, segments + (index & (MAX_SEGMENTS - 1)) * sizeof(struct in6_addr));

	return sluice_take(&cursor, sizeof(struct in6_addr));
}

/*
 * Turns a path round: where it ended, it begins, and it ends at the sender. The last of the path stands first, so that
 * the sender takes the place of this host, and those in between change places.
 */
static __always_inline bool turn_path(struct xdp_md *ctx, __u32 segments, __u32 last, const struct in6_addr *sender)
{
	struct in6_addr *first = segment_at(ctx, segments, 0), *other, moved;

	if (!first)
		return false;
	*first = *sender;
#pragma clang loop unroll(disable)
	for (__u32 at = 1; at < MAX_SEGMENTS / 2 && at * 2 < last + 1; at++) {
		first = segment_at(ctx, segments, at);
		other = segment_at(ctx, segments, last + 1 - at);
		if (!first || !other)
			return false;
		moved = *first;
		*first = *other;
		*other = moved;
	}
	return true;
}

static __always_inline bool turn_ipv6(struct xdp_md *ctx, const struct sluice_datagram *datagram, struct ipv6hdr *ip)
{
	struct in6_addr sender = ip->saddr, *next;
	struct sluice_srh *srh;
	__u32 segments, last;

	ip->saddr = ip->daddr;
	ip->daddr = sender;
	ip->hop_limit = HOPS;
	if (ip->nexthdr != IPPROTO_ROUTING)
		return true;
	srh = find_srh(ctx, datagram->network, &segments);
	if (!srh)
		return false;
	last = srh->last_entry;
	srh->segments_left = last;
	if (!turn_path(ctx, segments, last, &sender))
		return false;
	ip = sluice_carrier6(ctx, datagram);
	next = segment_at(ctx, segments, last);
	if (!ip || !next)
		return false;
	ip->daddr = *next;
	return true;
}

static __always_inline bool turn_ipv4(struct iphdr *ip)
{
	__be32 sender = ip->saddr;
	__u16 *word = (__u16 *)&ip->ttl, before = *word;

	ip->saddr = ip->daddr;
	ip->daddr = sender;
	ip->ttl = HOPS;
	ip->check = sluice_checksum_update(ip->check, before, *word);
	return true;
}

/* Exchanges the addresses of all layers and the ports; false: there is a header that contradicts itself. */
static __always_inline bool turn_datagram(struct xdp_md *ctx, struct sluice_datagram *datagram)
{
	struct sluice_cursor cursor = sluice_open(ctx);
	struct ethhdr *ethernet = sluice_take(&cursor, sizeof(*ethernet));
	__be16 port = datagram->udp->source;
	__u8 address[ETH_ALEN];
	struct ipv6hdr *ip6;
	struct iphdr *ip4;

	if (!ethernet)
		return false;
	datagram->udp->source = datagram->udp->dest;
	datagram->udp->dest = port;
	__builtin_memcpy(address, ethernet->h_source, ETH_ALEN);
	__builtin_memcpy(ethernet->h_source, ethernet->h_dest, ETH_ALEN);
	__builtin_memcpy(ethernet->h_dest, address, ETH_ALEN);
	ip6 = sluice_carrier6(ctx, datagram);
	if (ip6)
		return turn_ipv6(ctx, datagram, ip6);
	ip4 = sluice_carrier4(ctx, datagram);
	return ip4 && turn_ipv4(ip4);
}

/* The sum of the datagram's pseudo-header: with a routing header, that of the path's end. 0: it is cut off. */
static __always_inline __u64 pseudo_sum(struct xdp_md *ctx, const struct sluice_datagram *datagram, __u32 length)
{
	struct ipv6hdr *ip6 = sluice_carrier6(ctx, datagram);
	struct iphdr *ip4 = sluice_carrier4(ctx, datagram);
	struct in6_addr *end;
	struct sluice_srh *srh;
	__u32 segments;

	if (!ip6)
		return ip4 ? sluice_pseudo_sum4(ip4, length) : 0;
	srh = find_srh(ctx, datagram->network, &segments);
	if (!srh || !srh->segments_left)
		return sluice_pseudo_sum6(&ip6->saddr, &ip6->daddr, length);
	end = segment_at(ctx, segments, 0);
	return end ? sluice_pseudo_sum6(&ip6->saddr, end, length) : 0;
}

/* Writes the datagram's checksum anew; false: it is cut off. */
static __always_inline bool sum_anew(struct xdp_md *ctx, const struct sluice_datagram *datagram)
{
	struct sluice_cursor cursor = sluice_open_at(ctx, datagram->offset);
	struct udphdr *udp = sluice_take(&cursor, sizeof(*udp));
	__u32 length;
	__u64 sum;

	if (!udp)
		return false;
	length = bpf_ntohs(udp->len);
	sum = length < sizeof(*udp) ? 0 : pseudo_sum(ctx, datagram, length);
	if (!sum)
		return false;
	udp->check = 0;
	sum = sluice_sum_datagram(ctx, sum, datagram->offset, length);
	if (!sum)
		return false;
	cursor = sluice_open_at(ctx, datagram->offset);
	udp = sluice_take(&cursor, sizeof(*udp));
	if (!udp)
		return false;
	udp->check = sum == 0xffff ? 0xffff : ~sum;
	return true;
}

#endif
