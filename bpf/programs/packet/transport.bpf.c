// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice.h"
#include "sluice/state.h"

#define NO_PROTOCOL 0x1ff /* beyond what a header's byte can say */

/* Moves behind the network header. The protocol that follows, or -1. */
static __always_inline int find_transport(struct sluice_cursor *cursor, __be16 protocol)
{
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

SLUICE_DOC("Finds the transport header behind the network header and its extensions, for fields like packet.udp.dport.")
SLUICE_RETURNS("its protocol in bits 16 to 24 (0x1ff: there is none) and its offset below (0x3fff: none)")
SLUICE_VALUE
SLUICE_FUNCTION(transport)
{
	struct sluice_packet *packet = sluice_packet(ctx);
	struct sluice_cursor cursor;
	__u32 offset;
	__be16 *type;
	int protocol;

	if (!packet)
		return NO_PROTOCOL << 16 | SLUICE_UNSET;
	packet->thoff = SLUICE_UNSET;
	offset = packet->nhoff;
	if (offset < sizeof(*type) || offset >= SLUICE_UNSET)
		return NO_PROTOCOL << 16 | SLUICE_UNSET;
	/* The EtherType stands right before the header that it names, with tags or without. */
	offset -= sizeof(*type);
	barrier_var(offset); /* or clang subtracts from the pointer, which verifiers refuse */
	cursor = sluice_open(ctx);
	cursor.at += offset;
	type = sluice_take(&cursor, sizeof(*type));
	protocol = type ? find_transport(&cursor, *type) : -1;
	if (protocol < 0)
		return NO_PROTOCOL << 16 | SLUICE_UNSET;
	offset = sluice_offset(ctx, &cursor);
	if (offset >= SLUICE_UNSET)
		return NO_PROTOCOL << 16 | SLUICE_UNSET;
	packet->thoff = offset;
	return (__u32)protocol << 16 | offset;
}
