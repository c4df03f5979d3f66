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
#define SLUICE_ANY 0x100 /* no header has this number */
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

/* How every IPv6 extension header begins (RFC 8200 section 4), the fragment header with more (section 4.5). */
struct sluice_extension {
	__u8 next_header;
	__u8 length; /* mostly in units of 8 bytes, without the first */
	__be16 offset_and_more; /* of the fragment header */
	__be32 data;
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
	__u64 length = (void *)(long)ctx->data_end - (void *)(long)ctx->data;

	barrier_var(length); /* see sluice_offset */
	return length;
}

/* Copies bytes, an even constant, between places that are aligned to two, as all of a frame is: memcpy takes one at a time. */
static __always_inline void sluice_copy_halves(void *to, const void *from, __u32 bytes)
{
#pragma unroll
	for (__u32 i = 0; i < bytes / sizeof(__u16); i++)
		((__u16 *)to)[i] = ((const __u16 *)from)[i];
}

/* A cursor at the packet's first byte. */
static __always_inline struct sluice_cursor sluice_open(struct xdp_md *ctx)
{
	return (struct sluice_cursor){ (void *)(long)ctx->data, (void *)(long)ctx->data_end };
}

/* A cursor at an offset below SLUICE_UNSET; nothing can be taken there where the packet is shorter. */
static __always_inline struct sluice_cursor sluice_open_at(struct xdp_md *ctx, __u32 offset)
{
	struct sluice_cursor cursor = sluice_open(ctx);

	barrier_var(offset); /* or clang leaves the mask out where it knows more than verifiers */
	cursor.at += offset & SLUICE_UNSET;
	return cursor;
}

/*
 * How far the cursor has come, in bytes. The barriers keep clang from subtracting 32-bit halves of pointers, and from
 * subtracting only after the packet has moved, which verifiers refuse.
 */
static __always_inline __u32 sluice_offset(struct xdp_md *ctx, struct sluice_cursor *cursor)
{
	__u64 offset = cursor->at - (void *)(long)ctx->data;

	barrier_var(offset);
	return offset;
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

	if (!ip || ip->version != 4 || ip->ihl < 5)
		return NULL;
	cursor->at = ip;
	return sluice_take(cursor, ip->ihl * 4);
}

/* An IPv6 header without its extensions, or NULL where it is cut off or of another version. */
static __always_inline struct ipv6hdr *sluice_take_ipv6(struct sluice_cursor *cursor)
{
	struct ipv6hdr *ip = sluice_take(cursor, sizeof(*ip));

	return ip && ip->version == 6 ? ip : NULL;
}

#define SLUICE_EXTENSIONS \
	(1ULL << IPPROTO_HOPOPTS | 1ULL << IPPROTO_ROUTING | 1ULL << IPPROTO_FRAGMENT | 1ULL << IPPROTO_AH | 1ULL << IPPROTO_DSTOPTS)

/* As a set of bits and not as five comparisons, each of which would double what verifiers look at. */
static __always_inline bool sluice_is_extension(__u8 header)
{
	return header < 64 && SLUICE_EXTENSIONS >> header & 1;
}

/* The bytes of an extension header. That for authentication counts 4 bytes without two (RFC 4302 section 2.2). */
static __always_inline __u32 sluice_extension_size(__u8 kind, const struct sluice_extension *header)
{
	if (kind == IPPROTO_FRAGMENT)
		return sizeof(*header);
	return kind == IPPROTO_AH ? (header->length + 2) * 4 : (header->length + 1) * 8;
}

#define SLUICE_NOT_FOUND (~0ULL)

/*
 * Walks over IPv6 extension headers, the first of the kind next at an offset. The kind of the header wanted, or with
 * SLUICE_ANY of the first that is no extension, in the lowest byte, and above it the offset; or SLUICE_NOT_FOUND.
 * A function of its own, so that verifiers walk through its loop once and not on every path that comes to it.
 */
__weak __u64 sluice_walk_extensions(struct xdp_md *ctx, __u32 offset, __u32 next, __u32 wanted)
{
	struct sluice_extension *header;
	struct sluice_cursor cursor;
	__u8 kind = next;

#pragma clang loop unroll(disable)
	for (int i = 0; i <= SLUICE_MAX_EXTENSIONS && offset <= sluice_length(ctx); i++) {
		if (kind == wanted || (wanted == SLUICE_ANY && !sluice_is_extension(kind)))
			return (__u64)offset << 8 | kind;
		cursor = sluice_open_at(ctx, offset);
		header = sluice_take(&cursor, sizeof(*header));
		if (!sluice_is_extension(kind) || !header)
			break;
		if (kind == IPPROTO_FRAGMENT && header->offset_and_more & bpf_htons(SLUICE_IPV6_OFFSET))
			break; /* what follows is no header */
		offset += sluice_extension_size(kind, header);
		kind = header->next_header;
	}
	return SLUICE_NOT_FOUND;
}

/*
 * Moves over IPv6 extension headers to the one of the kind wanted, or with SLUICE_ANY to the first that is none.
 * The kind of what is found, or -1: not there, cut off, within a later fragment, or behind too many others.
 */
static __always_inline int sluice_find_header(struct xdp_md *ctx, struct sluice_cursor *cursor, __u8 next, __u32 wanted)
{
	__u64 found;

	if (next == wanted || (wanted == SLUICE_ANY && !sluice_is_extension(next)))
		return next;
	found = sluice_walk_extensions(ctx, sluice_offset(ctx, cursor), next, wanted);
	if (found == SLUICE_NOT_FOUND)
		return -1;
	*cursor = sluice_open_at(ctx, found >> 8);
	return found & 0xff;
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
static __always_inline int sluice_take_to_transport(struct xdp_md *ctx, struct sluice_cursor *cursor)
{
	__be16 protocol = sluice_take_ethernet(cursor);
	struct ipv6hdr *ip6;
	struct iphdr *ip;

	if (protocol == bpf_htons(ETH_P_IPV6)) {
		ip6 = sluice_take_ipv6(cursor);
		return ip6 ? sluice_find_header(ctx, cursor, ip6->nexthdr, SLUICE_ANY) : -1;
	}
	if (protocol != bpf_htons(ETH_P_IP))
		return -1;
	ip = sluice_take_ipv4(cursor);
	return ip && !(ip->frag_off & bpf_htons(SLUICE_IPV4_OFFSET)) ? ip->protocol : -1;
}

#endif
