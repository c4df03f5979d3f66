// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice.h"
#include "sluice/state.h"

#define NO_TRANSPORT (0x1ff << 16 | SLUICE_UNSET) /* a protocol beyond what a header's byte can say */

/* The protocol and the offset of what follows the network header at an offset, or NO_TRANSPORT. */
static __always_inline __u32 find_transport(struct xdp_md *ctx, struct sluice_cursor *cursor, __be16 type, __u32 offset)
{
	__u64 found = SLUICE_NOT_FOUND;
	struct ipv6hdr *ip6;
	struct iphdr *ip;

	if (type == bpf_htons(ETH_P_IPV6)) {
		ip6 = sluice_take_ipv6(cursor);
		if (ip6 && !sluice_is_extension(ip6->nexthdr))
			found = (offset + sizeof(*ip6)) << 8 | ip6->nexthdr;
		else if (ip6)
			found = sluice_walk_extensions(ctx, offset + sizeof(*ip6), ip6->nexthdr, SLUICE_ANY);
	} else if (type == bpf_htons(ETH_P_IP)) {
		ip = sluice_take(cursor, sizeof(*ip));
		if (ip && ip->version == 4 && ip->ihl >= 5 && !(ip->frag_off & bpf_htons(SLUICE_IPV4_OFFSET)))
			found = (offset + ip->ihl * 4) << 8 | ip->protocol;
	}
	if (found == SLUICE_NOT_FOUND || found >> 8 >= SLUICE_UNSET || found >> 8 > sluice_length(ctx))
		return NO_TRANSPORT;
	return (found & 0xff) << 16 | found >> 8;
}

SLUICE_DOC("Finds the transport header behind the network header and its extensions, for fields like packet.udp.dport.")
SLUICE_RETURNS("its protocol in bits 16 to 24 (0x1ff: there is none) and its offset below (0x3fff: none)")
SLUICE_VALUE
SLUICE_FUNCTION(transport)
{
	struct sluice_packet *packet = sluice_packet(ctx);
	__u32 offset, found = NO_TRANSPORT;
	struct sluice_cursor cursor;
	__be16 *type;

	if (!packet)
		return NO_TRANSPORT;
	offset = packet->nhoff - (__u32)sizeof(*type);
	barrier_var(offset); /* or clang subtracts from the pointer, which verifiers refuse */
	if (offset < SLUICE_UNSET - sizeof(*type)) {
		/* The EtherType stands right before the header that it names, with tags or without. */
		cursor = sluice_open_at(ctx, offset);
		type = sluice_take(&cursor, sizeof(*type));
		if (type)
			found = find_transport(ctx, &cursor, *type, offset + sizeof(*type));
	}
	packet->thoff = found & 0xffff;
	return found;
}
