/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* A whole reflector in one function: what the answer's headers say stands in maps. */
#ifndef STAMP_MONO_H
#define STAMP_MONO_H

#include "return_path.h"
#include "sluice/loader.h"
#include "stamp.h"

#define ONLY 0

struct link_addresses {
	__u8 destination[ETH_ALEN];
	__u8 source[ETH_ALEN];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, __u8);
	__type(value, struct link_addresses);
} map_eth SEC(".maps") SLUICE_DOC("entry 0: the Ethernet addresses of answers, destination and source");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, __u8);
	__type(value, struct sluice_flow6);
} map_ipv6 SEC(".maps") SLUICE_DOC("entry 0: the IPv6 addresses of answers, source and destination");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 256);
	__type(key, __u8);
	__type(value, struct in6_addr);
} map_seglist SEC(".maps") SLUICE_DOC("the segments of answers, the last of the path as entry 0");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, sluice_interface);
	__type(value, sluice_interface);
} l2xcon_map SEC(".maps") SLUICE_DOC("for each interface that packets come in by, the one that they leave by");

/* Writes the segments of the map into a routing header, which begins its path anew. */
static __always_inline bool write_segments(struct xdp_md *ctx, __u32 network)
{
	struct in6_addr *segment, *wanted;
	struct sluice_srh *srh;
	__u32 segments, last;
	__u8 key;

	srh = find_srh(ctx, network, &segments);
	if (!srh)
		return false;
	last = srh->last_entry;
	srh->segments_left = last;
#pragma clang loop unroll(disable)
	for (__u32 at = 0; at < MAX_SEGMENTS && at <= last; at++) {
		key = at;
		wanted = bpf_map_lookup_elem(&map_seglist, &key);
		segment = segment_at(ctx, segments, at);
		if (!wanted || !segment)
			return false;
		*segment = *wanted;
	}
	return true;
}

/* Gives the answer its addresses; false: there is no IPv6, or no segment for one of the path. */
static __always_inline bool address_answer(struct xdp_md *ctx, const struct sluice_datagram *datagram, const struct sluice_flow6 *flow)
{
	struct ipv6hdr *ip = sluice_carrier6(ctx, datagram);

	if (!ip)
		return false;
	ip->saddr = flow->saddr;
	ip->daddr = flow->daddr;
	ip->hop_limit = HOPS;
	return ip->nexthdr != IPPROTO_ROUTING || write_segments(ctx, datagram->network);
}

/* The answer to a test packet, which leaves where l2xcon_map says. */
static __always_inline __u64 reflect_whole(
	struct xdp_md *ctx, struct sluice_datagram *datagram, struct sluice_cursor *cursor, bool is_ptp)
{
	sluice_interface incoming = ctx->ingress_ifindex, *outgoing = bpf_map_lookup_elem(&l2xcon_map, &incoming);
	struct sluice_cursor front = sluice_open(ctx);
	struct ethhdr *ethernet = sluice_take(&front, sizeof(*ethernet));
	struct link_addresses *link;
	struct sluice_flow6 *flow;
	__u8 only = ONLY;
	__be16 port;

	link = bpf_map_lookup_elem(&map_eth, &only);
	flow = bpf_map_lookup_elem(&map_ipv6, &only);
	if (!outgoing || !*outgoing || !link || !flow || !ethernet || stamp_answer(ctx, datagram, cursor, is_ptp))
		return sluice_final(XDP_ABORTED);
	__builtin_memcpy(ethernet->h_dest, link->destination, ETH_ALEN);
	__builtin_memcpy(ethernet->h_source, link->source, ETH_ALEN);
	port = datagram->udp->source;
	datagram->udp->source = datagram->udp->dest;
	datagram->udp->dest = port;
	if (!address_answer(ctx, datagram, flow) || !sum_anew(ctx, datagram))
		return sluice_final(XDP_ABORTED);
	return sluice_final(bpf_redirect(*outgoing, 0));
}

#endif
