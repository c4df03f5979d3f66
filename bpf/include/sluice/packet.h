/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/*
 * Reading packets, header by header. A cursor knows where the next header begins and where the packet ends; taking a
 * header is the one comparison that the verifier looks for. Helpers that move the packet (bpf_xdp_adjust_head) make
 * cursors and pointers void: take a new cursor then.
 */
#ifndef SLUICE_PACKET_H
#define SLUICE_PACKET_H

#define SLUICE_UNSET 0x3fff /* an offset that nobody has found yet, and the furthest that is looked at */
#define SLUICE_MAX_TAGS 4
#define SLUICE_MAX_EXTENSIONS 8 /* more in one packet has no honest use */

#define SLUICE_IPV4_FRAGMENT 0x3fff /* more fragments, or an offset */
#define SLUICE_IPV4_OFFSET 0x1fff
#define SLUICE_IPV6_FRAGMENT 0xfff9
#define SLUICE_IPV6_OFFSET 0xfff8

/* An IEEE 802.1Q tag as it follows the addresses. */
struct sluice_vlan {
	__be16 control; /* priority (3 bits), drop eligible (1), identifier (12) */
	__be16 protocol; /* what is inside */
};

/* RFC 8200 section 4.5. */
struct sluice_fragment {
	__u8 next_header;
	__u8 reserved;
	__be16 offset_and_more;
	__be32 identification;
};

/* RFC 8200 section 4.4 and RFC 8754 section 2: a routing header; segments follow, the last of the path first. */
struct sluice_srh {
	__u8 next_header;
	__u8 length; /* in units of 8 bytes, without the first */
	__u8 type;
	__u8 segments_left;
	__u8 last_entry;
	__u8 flags;
	__be16 tag;
};

#define SLUICE_SRH_TYPE 4

struct sluice_cursor {
	void *at;
	void *end;
};

/* The packet's length in bytes. */
static __always_inline __u32 sluice_length(struct xdp_md *ctx)
{
	return ctx->data_end - ctx->data;
}

/* A cursor at the packet's first byte. */
static __always_inline struct sluice_cursor sluice_open(struct xdp_md *ctx)
{
	return (struct sluice_cursor){ (void *)(long)ctx->data, (void *)(long)ctx->data_end };
}

/* A cursor at an offset, or one at its end where the packet is shorter. */
static __always_inline struct sluice_cursor sluice_open_at(struct xdp_md *ctx, __u32 offset)
{
	struct sluice_cursor cursor = sluice_open(ctx);

	if (offset > SLUICE_UNSET)
		offset = SLUICE_UNSET;
	cursor.at += offset;
	if (cursor.at > cursor.end)
		cursor.at = cursor.end;
	return cursor;
}

/* How far the cursor has come, in bytes. */
static __always_inline __u32 sluice_offset(struct xdp_md *ctx, struct sluice_cursor *cursor)
{
	return cursor->at - (void *)(long)ctx->data;
}

/* The next size bytes, or NULL where the packet ends before; then the cursor stays. */
static __always_inline void *sluice_take(struct sluice_cursor *cursor, __u32 size)
{
	void *header = cursor->at;

	if (header + size > cursor->end)
		return NULL;
	cursor->at = header + size;
	return header;
}

static __always_inline bool sluice_is_vlan(__be16 protocol)
{
	return protocol == bpf_htons(ETH_P_8021Q) || protocol == bpf_htons(ETH_P_8021AD);
}

/* What an Ethernet frame carries, behind its tags if it has some (ETH_P_…, network order); 0: it is too short. */
static __always_inline __be16 sluice_take_ethernet(struct sluice_cursor *cursor)
{
	struct ethhdr *ethernet = sluice_take(cursor, sizeof(*ethernet));
	struct sluice_vlan *vlan;
	__be16 protocol;

	if (!ethernet)
		return 0;
	protocol = ethernet->h_proto;
	for (int i = 0; i < SLUICE_MAX_TAGS && sluice_is_vlan(protocol); i++) {
		vlan = sluice_take(cursor, sizeof(*vlan));
		if (!vlan)
			return 0;
		protocol = vlan->protocol;
	}
	return protocol;
}

/* An IPv4 header with its options, or NULL where it is cut off or lies about its length. */
static __always_inline struct iphdr *sluice_take_ipv4(struct sluice_cursor *cursor)
{
	struct iphdr *ip = sluice_take(cursor, sizeof(*ip));

	if (!ip || ip->version != 4 || ip->ihl < 5 || !sluice_take(cursor, ip->ihl * 4 - sizeof(*ip)))
		return NULL;
	return ip;
}

/* An IPv6 header without its extensions, or NULL where it is cut off or of another version. */
static __always_inline struct ipv6hdr *sluice_take_ipv6(struct sluice_cursor *cursor)
{
	struct ipv6hdr *ip = sluice_take(cursor, sizeof(*ip));

	return ip && ip->version == 6 ? ip : NULL;
}

enum sluice_step {
	SLUICE_TAKEN,
	SLUICE_OTHER, /* no extension header: still there */
	SLUICE_LATER_FRAGMENT, /* taken, and what follows is no header */
	SLUICE_CUT, /* the packet ends within it */
};

/* Takes an IPv6 extension header of the kind *next, and says in *next what follows it. */
static __always_inline enum sluice_step sluice_take_extension(struct sluice_cursor *cursor, __u8 *next)
{
	struct sluice_fragment *fragment;
	struct ipv6_opt_hdr *header;
	__u32 length;

	if (*next == IPPROTO_FRAGMENT) {
		fragment = sluice_take(cursor, sizeof(*fragment));
		if (!fragment)
			return SLUICE_CUT;
		*next = fragment->next_header;
		return fragment->offset_and_more & bpf_htons(SLUICE_IPV6_OFFSET) ? SLUICE_LATER_FRAGMENT : SLUICE_TAKEN;
	}
	if (*next != IPPROTO_HOPOPTS && *next != IPPROTO_ROUTING && *next != IPPROTO_DSTOPTS && *next != IPPROTO_AH)
		return SLUICE_OTHER;
	header = sluice_take(cursor, sizeof(*header));
	if (!header)
		return SLUICE_CUT;
	/* Units of 8 bytes without the first; the authentication header (RFC 4302 2.2) counts 4 bytes without two. */
	length = *next == IPPROTO_AH ? header->hdrlen * 4 + 6 : header->hdrlen * 8 + 6;
	*next = header->nexthdr;
	return sluice_take(cursor, length) ? SLUICE_TAKEN : SLUICE_CUT;
}

/*
 * Moves over IPv6 extension headers to the one of the kind wanted, or with -1 to the first that is none.
 * The kind of what is found, or -1: not there, cut off, within a later fragment, or behind too many others.
 */
static __always_inline int sluice_find_header(struct sluice_cursor *cursor, __u8 next, int wanted)
{
	/* A loop with a bound, which verifiers follow; unrolled, it would be most of the program. */
#pragma clang loop unroll(disable)
	for (int i = 0; i <= SLUICE_MAX_EXTENSIONS; i++) {
		if (next == wanted)
			return next;
		switch (sluice_take_extension(cursor, &next)) {
		case SLUICE_TAKEN:
			break;
		case SLUICE_OTHER:
			return wanted < 0 ? next : -1;
		default:
			return -1;
		}
	}
	return -1;
}

/* ::ffff:a.b.c.d, the IPv4 address as IPv6 writes it (RFC 4291 section 2.5.5.2). */
static __always_inline void sluice_map_ipv4(struct in6_addr *mapped, __be32 address)
{
	mapped->in6_u.u6_addr32[0] = 0;
	mapped->in6_u.u6_addr32[1] = 0;
	mapped->in6_u.u6_addr32[2] = bpf_htonl(0xffff);
	mapped->in6_u.u6_addr32[3] = address;
}

/* Takes Ethernet and IP down to the transport header. Its protocol, or -1: no IP, malformed, or a later fragment. */
static __always_inline int sluice_take_to_transport(struct sluice_cursor *cursor)
{
	__be16 protocol = sluice_take_ethernet(cursor);
	struct ipv6hdr *ip6;
	struct iphdr *ip;

	if (protocol == bpf_htons(ETH_P_IPV6)) {
		ip6 = sluice_take_ipv6(cursor);
		return ip6 ? sluice_find_header(cursor, ip6->nexthdr, -1) : -1;
	}
	if (protocol != bpf_htons(ETH_P_IP))
		return -1;
	ip = sluice_take_ipv4(cursor);
	return ip && !(ip->frag_off & bpf_htons(SLUICE_IPV4_OFFSET)) ? ip->protocol : -1;
}

#endif
