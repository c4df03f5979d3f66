/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* UDP datagrams over IPv4 and IPv6: where they are, and their checksum (RFC 768, RFC 8200 section 8.1). */
#ifndef SLUICE_DATAGRAM_H
#define SLUICE_DATAGRAM_H

#include "flow.h"

#define SLUICE_MAX_DATAGRAM 1468 /* with its header: what fits into an Ethernet frame behind IPv6 and a routing header */

/* A datagram, and where the header of IP is that carries it. */
struct sluice_datagram {
	struct udphdr *udp;
	__u32 offset; /* of the UDP header */
	__u32 network; /* of the IP header */
	bool is_ip6;
};

/* The header of IPv6 that carries the datagram, or NULL: it is IPv4. */
static __always_inline struct ipv6hdr *sluice_carrier6(struct xdp_md *ctx, const struct sluice_datagram *datagram)
{
	struct sluice_cursor cursor = sluice_open_at(ctx, datagram->network);

	return datagram->is_ip6 ? sluice_take(&cursor, sizeof(struct ipv6hdr)) : NULL;
}

/* The header of IPv4 that carries the datagram, or NULL: it is IPv6. */
static __always_inline struct iphdr *sluice_carrier4(struct xdp_md *ctx, const struct sluice_datagram *datagram)
{
	struct sluice_cursor cursor = sluice_open_at(ctx, datagram->network);

	return datagram->is_ip6 ? NULL : sluice_take(&cursor, sizeof(struct iphdr));
}

/* Finds the packet's datagram, and leaves the cursor behind its UDP header; false: it is none, or a later fragment. */
static __always_inline bool sluice_find_datagram(struct xdp_md *ctx, struct sluice_datagram *found, struct sluice_cursor *cursor)
{
	struct ipv6hdr *ip6;
	struct iphdr *ip4;
	__be16 protocol;

	*cursor = sluice_open(ctx);
	protocol = sluice_take_ethernet(cursor);
	found->network = sluice_offset(ctx, cursor);
	found->is_ip6 = protocol == bpf_htons(ETH_P_IPV6);
	if (found->is_ip6) {
		ip6 = sluice_take_ipv6(cursor);
		if (!ip6 || sluice_find_header(ctx, cursor, ip6->nexthdr, SLUICE_ANY) != IPPROTO_UDP)
			return false;
	} else if (protocol == bpf_htons(ETH_P_IP)) {
		ip4 = sluice_take_ipv4(cursor);
		if (!ip4 || ip4->protocol != IPPROTO_UDP || ip4->frag_off & bpf_htons(SLUICE_IPV4_OFFSET))
			return false;
	} else {
		return false;
	}
	found->offset = sluice_offset(ctx, cursor);
	found->udp = sluice_take(cursor, sizeof(*found->udp));
	return found->udp;
}

/*
 * Adds a datagram of length bytes at an offset to the sum of its pseudo-header, and folds it; 0, which no sum of a
 * pseudo-header is, where the packet ends before. A function of its own, so that verifiers walk through its loop once.
 */
__weak __u64 sluice_sum_datagram(struct xdp_md *ctx, __u64 sum, __u32 offset, __u32 length)
{
	struct sluice_cursor cursor = sluice_open_at(ctx, offset);
	__u16 *word;
	__u8 *byte;

	if (length > SLUICE_MAX_DATAGRAM)
		return 0;
#pragma clang loop unroll(disable)
	for (__u32 at = 0; at < SLUICE_MAX_DATAGRAM && at + 1 < length; at += sizeof(*word)) {
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

/* The sum of the pseudo-header of a datagram over IPv6. */
static __always_inline __u64 sluice_pseudo_sum6(const struct in6_addr *source, const struct in6_addr *destination, __u32 length)
{
	return sluice_sum(source, 4) + sluice_sum(destination, 4) + bpf_htonl(length) + bpf_htonl(IPPROTO_UDP);
}

/* The sum of the pseudo-header of a datagram over IPv4. */
static __always_inline __u64 sluice_pseudo_sum4(const struct iphdr *ip, __u32 length)
{
	return (__u64)ip->saddr + ip->daddr + bpf_htonl(length) + bpf_htonl(IPPROTO_UDP);
}

#endif
