/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* The parser that several of the programs begin with: Ethernet, up to two VLAN tags, IPv4 with options or IPv6, UDP or TCP. */
#ifndef BENCH_PARSER_H
#define BENCH_PARSER_H

#include "bench.h"

struct flow {
	__be32 source;
	__be32 destination;
	__be16 source_port;
	__be16 destination_port;
	__u32 protocol;
};

struct vlan_tag {
	__be16 tci;
	__be16 inner_protocol;
};

/* Finds the flow of a packet, IPv6 addresses folded into 32 bits. False where there is none. */
static __always_inline bool parse(struct xdp_md *ctx, struct flow *flow)
{
	void *at = packet_start(ctx), *end = packet_end(ctx);
	struct ethhdr *eth = at;
	__be16 protocol, *ports;

	at += sizeof(*eth);
	if (at > end)
		return false;
	protocol = eth->h_proto;
	for (int i = 0; i < 2; i++) {
		struct vlan_tag *tag = at;

		if (protocol != bpf_htons(ETH_P_8021Q) && protocol != bpf_htons(ETH_P_8021AD))
			break;
		at += sizeof(*tag);
		if (at > end)
			return false;
		protocol = tag->inner_protocol;
	}

	if (protocol == bpf_htons(ETH_P_IP)) {
		struct iphdr *ip = at;

		if ((void *)(ip + 1) > end || ip->version != 4 || ip->ihl < 5)
			return false;
		if (ip->frag_off & bpf_htons(0x1fff) || at + bpf_ntohs(ip->tot_len) > end)
			return false;
		flow->source = ip->saddr;
		flow->destination = ip->daddr;
		flow->protocol = ip->protocol;
		at += ip->ihl * 4;
	} else if (protocol == bpf_htons(ETH_P_IPV6)) {
		struct ipv6hdr *ip = at;
		__be32 *from = ip->saddr.in6_u.u6_addr32, *to = ip->daddr.in6_u.u6_addr32;

		at += sizeof(*ip);
		if (at > end || ip->version != 6 || at + bpf_ntohs(ip->payload_len) > end)
			return false;
		flow->source = from[0] ^ from[1] ^ from[2] ^ from[3];
		flow->destination = to[0] ^ to[1] ^ to[2] ^ to[3];
		flow->protocol = ip->nexthdr;
	} else {
		return false;
	}

	ports = at;
	if (flow->protocol == IPPROTO_UDP) {
		struct udphdr *udp = at;

		if ((void *)(udp + 1) > end || bpf_ntohs(udp->len) < sizeof(*udp))
			return false;
	} else if (flow->protocol == IPPROTO_TCP) {
		struct tcphdr *tcp = at;

		if ((void *)(tcp + 1) > end || tcp->doff < 5)
			return false;
	} else {
		return false;
	}
	flow->source_port = ports[0];
	flow->destination_port = ports[1];
	return true;
}

/* The sum of words in one's complement, as RFC 1071 has it, folded to 16 bits. */
static __always_inline __u16 fold(__u32 sum)
{
	sum = (sum & 0xffff) + (sum >> 16);
	return (sum & 0xffff) + (sum >> 16);
}

#endif
