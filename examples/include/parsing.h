/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/*
 * Walking a packet header by header, in a way that the verifier can follow.
 *
 * A cursor knows where the next header begins and where the packet ends. Taking a header checks that it is there, in
 * the one comparison that the verifier looks for, and moves on.
 */
#ifndef EXAMPLES_PARSING_H
#define EXAMPLES_PARSING_H

#include <stdbool.h>
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define IPV4_MORE_FRAGMENTS 0x2000
#define IPV4_OFFSET 0x1fff
#define IPV6_OFFSET 0xfff8
#define MAX_EXTENSIONS 8 /* more in one packet has no honest use */
#define MAX_TAGS 2

struct cursor {
	void *at;
	void *end;
};

/* An IEEE 802.1Q tag as it follows the addresses: the control information, and what is inside. */
struct vlan_tag {
	__be16 tci; /* priority (3 bits), drop eligible (1), identifier (12) */
	__be16 inner_protocol;
};

/* The extension header of RFC 8200 4.5, behind which only the first fragment has a transport header. */
struct fragment_header {
	__u8 next_header;
	__u8 reserved;
	__be16 offset_and_more;
	__be32 identification;
};

/* The part of an IP packet that the examples care about. IPv4 addresses are mapped into IPv6, ::ffff:a.b.c.d. */
struct ip_packet {
	struct in6_addr source;
	struct in6_addr destination;
	__u8 protocol;
	bool later_fragment; /* it has no transport header */
};

enum parse_result {
	PARSED,
	NOT_IP,
	MALFORMED,
};

static __always_inline struct cursor cursor_of(struct xdp_md *ctx)
{
	return (struct cursor){ (void *)(long)ctx->data, (void *)(long)ctx->data_end };
}

/* The next size bytes, or NULL where the packet ends before. */
static __always_inline void *take(struct cursor *cursor, __u32 size)
{
	void *header = cursor->at;

	if (header + size > cursor->end)
		return NULL;
	cursor->at = header + size;
	return header;
}

static __always_inline bool is_vlan(__be16 protocol)
{
	return protocol == bpf_htons(ETH_P_8021Q) || protocol == bpf_htons(ETH_P_8021AD);
}

/* What the frame carries, behind its tags if it has some; 0 where the frame is too short to say. */
static __always_inline __be16 take_ethernet(struct cursor *cursor)
{
	struct ethhdr *eth = take(cursor, sizeof(*eth));
	struct vlan_tag *tag;
	__be16 protocol;

	if (!eth)
		return 0;
	protocol = eth->h_proto;
	for (int i = 0; i < MAX_TAGS && is_vlan(protocol); i++) {
		tag = take(cursor, sizeof(*tag));
		if (!tag)
			return 0;
		protocol = tag->inner_protocol;
	}
	return protocol;
}

static __always_inline struct iphdr *take_ipv4(struct cursor *cursor)
{
	struct iphdr *ip = take(cursor, sizeof(*ip));

	/* The header says its own length in units of four bytes: below five it lies. */
	if (!ip || ip->ihl < 5 || !take(cursor, ip->ihl * 4 - sizeof(*ip)))
		return NULL;
	return ip;
}

enum extension {
	EXTENSION_NONE, /* the header is of another kind, and still there */
	EXTENSION_TAKEN,
	EXTENSION_LATER_FRAGMENT, /* taken, and what follows is no header */
	EXTENSION_TRUNCATED,
};

/* Takes one IPv6 extension header of the kind *next, and leaves the kind of what follows in *next. */
static __always_inline enum extension take_extension(struct cursor *cursor, __u8 *next)
{
	struct fragment_header *fragment;
	struct ipv6_opt_hdr *options;

	switch (*next) {
	case IPPROTO_HOPOPTS:
	case IPPROTO_ROUTING:
	case IPPROTO_DSTOPTS:
		options = take(cursor, sizeof(*options));
		/* The length counts units of eight bytes, without the first. */
		if (!options || !take(cursor, options->hdrlen * 8 + 6))
			return EXTENSION_TRUNCATED;
		*next = options->nexthdr;
		return EXTENSION_TAKEN;
	case IPPROTO_FRAGMENT:
		fragment = take(cursor, sizeof(*fragment));
		if (!fragment)
			return EXTENSION_TRUNCATED;
		*next = fragment->next_header;
		return fragment->offset_and_more & bpf_htons(IPV6_OFFSET) ? EXTENSION_LATER_FRAGMENT : EXTENSION_TAKEN;
	default:
		return EXTENSION_NONE;
	}
}

static __always_inline struct in6_addr mapped(__be32 address)
{
	struct in6_addr result = {};

	result.in6_u.u6_addr32[2] = bpf_htonl(0xffff);
	result.in6_u.u6_addr32[3] = address;
	return result;
}

static __always_inline enum parse_result take_ipv6_packet(struct cursor *cursor, struct ip_packet *packet)
{
	struct ipv6hdr *ip6 = take(cursor, sizeof(*ip6));

	if (!ip6)
		return MALFORMED;
	packet->source = ip6->saddr;
	packet->destination = ip6->daddr;
	packet->protocol = ip6->nexthdr;
	packet->later_fragment = false;
	/* As a loop with a bound, which the verifier accepts; unrolled, it would be most of the program. */
#pragma clang loop unroll(disable)
	for (int i = 0; i <= MAX_EXTENSIONS; i++) {
		switch (take_extension(cursor, &packet->protocol)) {
		case EXTENSION_NONE:
			return PARSED;
		case EXTENSION_TAKEN:
			break;
		case EXTENSION_LATER_FRAGMENT:
			packet->later_fragment = true;
			return PARSED;
		case EXTENSION_TRUNCATED:
			return MALFORMED;
		}
	}
	return MALFORMED;
}

/* Moves to the transport header of an IPv4 or IPv6 packet. */
static __always_inline enum parse_result take_ip_packet(struct cursor *cursor, struct ip_packet *packet)
{
	__be16 protocol = take_ethernet(cursor);
	struct iphdr *ip;

	if (protocol == bpf_htons(ETH_P_IPV6))
		return take_ipv6_packet(cursor, packet);
	if (protocol != bpf_htons(ETH_P_IP))
		return NOT_IP;
	ip = take_ipv4(cursor);
	if (!ip)
		return MALFORMED;
	packet->source = mapped(ip->saddr);
	packet->destination = mapped(ip->daddr);
	packet->protocol = ip->protocol;
	packet->later_fragment = ip->frag_off & bpf_htons(IPV4_OFFSET);
	return PARSED;
}

#endif
