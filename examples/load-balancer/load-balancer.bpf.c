// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/*
 * Spreads what arrives for one virtual IPv4 address over several backends: the destination becomes the backend's MAC
 * and IP address, the checksums follow, and the packet leaves by the interface it came from.
 *
 * Two programs choose differently. Round-robin spreads best, packet by packet, and suits services of one question and
 * one answer (DNS). A hash of addresses and ports keeps a TCP connection on its backend without remembering anything.
 */
#include <linux/tcp.h>
#include <linux/udp.h>
#include "../include/parsing.h"

#define MAX_BACKENDS 64

const volatile __be32 virtual_address = bpf_htonl(0xc0000264); /* 192.0.2.100 */
const volatile __u32 backend_count = 0; /* how many of the first entries of 'backends' are in use */

struct backend {
	__be32 address;
	__u8 mac[ETH_ALEN];
	__u8 reserved[2];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, MAX_BACKENDS);
	__type(key, __u32);
	__type(value, struct backend);
} backends SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, MAX_BACKENDS);
	__type(key, __u32);
	__type(value, __u64);
} packets SEC(".maps");

__u32 turn; /* of round_robin: whose it is, counted without end */

/* What of a packet decides, and what has to be rewritten. */
struct request {
	struct ethhdr *eth;
	struct iphdr *ip;
	__u16 *transport_checksum; /* NULL in a later fragment, which has none */
	__u32 ports; /* source and destination; 0 in every fragment, so that all take one way */
};

/* Is this a TCP or UDP packet for the virtual address, and where are its parts? */
static __always_inline bool parse_request(struct xdp_md *ctx, struct request *request)
{
	struct cursor cursor = cursor_of(ctx);
	struct ethhdr *eth = take(&cursor, sizeof(*eth));
	struct udphdr *udp;
	struct tcphdr *tcp;
	struct iphdr *ip;

	if (!eth || eth->h_proto != bpf_htons(ETH_P_IP))
		return false;
	ip = take_ipv4(&cursor);
	if (!ip || ip->daddr != virtual_address)
		return false;
	request->eth = eth;
	request->ip = ip;
	request->transport_checksum = NULL;
	request->ports = 0;
	if (ip->frag_off & bpf_htons(IPV4_OFFSET))
		return ip->protocol == IPPROTO_TCP || ip->protocol == IPPROTO_UDP;

	switch (ip->protocol) {
	case IPPROTO_TCP:
		tcp = take(&cursor, sizeof(*tcp));
		if (!tcp)
			return false;
		request->transport_checksum = &tcp->check;
		request->ports = (__u32)tcp->source << 16 | tcp->dest;
		break;
	case IPPROTO_UDP:
		udp = take(&cursor, sizeof(*udp));
		if (!udp)
			return false;
		/* Zero means that the sender computed none (RFC 768): it stays zero. */
		request->transport_checksum = udp->check ? &udp->check : NULL;
		request->ports = (__u32)udp->source << 16 | udp->dest;
		break;
	default:
		return false;
	}
	if (ip->frag_off & bpf_htons(IPV4_MORE_FRAGMENTS))
		request->ports = 0;
	return true;
}

/* The checksum after four bytes under it changed (RFC 1624): no need to read the rest of the packet. */
static __always_inline __u16 updated(__u16 checksum, __be32 from, __be32 to)
{
	__u64 sum = bpf_csum_diff(&from, sizeof(from), &to, sizeof(to), (__u16)~checksum);

	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

static __always_inline int send_to(struct request *request, __u32 index)
{
	struct backend *backend = bpf_map_lookup_elem(&backends, &index);
	__u64 *count = bpf_map_lookup_elem(&packets, &index);
	struct ethhdr *eth = request->eth;
	struct iphdr *ip = request->ip;
	__u16 checksum;

	if (!backend || !count)
		return XDP_ABORTED;
	if (request->transport_checksum) {
		checksum = updated(*request->transport_checksum, ip->daddr, backend->address);
		/* A UDP checksum that comes out as zero is sent as its other form, all ones (RFC 768). */
		*request->transport_checksum = checksum || ip->protocol == IPPROTO_TCP ? checksum : 0xffff;
	}
	ip->check = updated(ip->check, ip->daddr, backend->address);
	ip->daddr = backend->address;
	__builtin_memcpy(eth->h_source, eth->h_dest, ETH_ALEN);
	__builtin_memcpy(eth->h_dest, backend->mac, ETH_ALEN);
	*count += 1;
	return XDP_TX;
}

/* Every bit of the input moves about half the bits of the result (the last step of MurmurHash3, 32 bits). */
static __always_inline __u32 mix(__u32 value)
{
	value ^= value >> 16;
	value *= 0x85ebca6b;
	value ^= value >> 13;
	value *= 0xc2b2ae35;
	return value ^ value >> 16;
}

static __always_inline __u32 hashed(struct request *request)
{
	__u32 hash = mix(request->ip->saddr ^ mix(request->ports));

	/* A 32-bit number scaled to the range, without a division. */
	return (__u64)hash * backend_count >> 32;
}

SEC("xdp")
int round_robin(struct xdp_md *ctx)
{
	struct request request;

	if (!backend_count || !parse_request(ctx, &request))
		return XDP_PASS;
	if (!request.ports) /* the fragments of a packet must not part */
		return send_to(&request, hashed(&request));
	return send_to(&request, __sync_fetch_and_add(&turn, 1) % backend_count);
}

SEC("xdp")
int flow_hash(struct xdp_md *ctx)
{
	struct request request;

	if (!backend_count || !parse_request(ctx, &request))
		return XDP_PASS;
	return send_to(&request, hashed(&request));
}

char _license[] SEC("license") = "Dual BSD/GPL";
