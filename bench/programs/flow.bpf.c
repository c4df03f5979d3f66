// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* The parser, then a hash of the flow (three rounds of Bob Jenkins's final mix) and the checksum of an IPv4 header. */
#include "parser.h"

#define rotate(x, by) ((x) << (by) | (x) >> (32 - (by)))

static __always_inline __u32 flow_hash(const struct flow *flow)
{
	__u32 a = flow->source, b = flow->destination;
	__u32 c = flow->source_port << 16 | flow->destination_port;

	c += flow->protocol;
	for (int i = 0; i < 3; i++) {
		c = (c ^ b) - rotate(b, 14);
		a = (a ^ c) - rotate(c, 11);
		b = (b ^ a) - rotate(a, 25);
		c = (c ^ b) - rotate(b, 16);
		a = (a ^ c) - rotate(c, 4);
		b = (b ^ a) - rotate(a, 14);
		c = (c ^ b) - rotate(b, 24);
	}
	return c;
}

static __always_inline bool has_ipv4_checksum(struct xdp_md *ctx)
{
	struct ethhdr *eth = packet_start(ctx);
	__u16 *words = (__u16 *)(eth + 1);
	__u32 sum = 0;

	if ((void *)(words + 10) > packet_end(ctx) || eth->h_proto != bpf_htons(ETH_P_IP))
		return false;
	for (int i = 0; i < 10; i++)
		sum += words[i];
	return fold(sum) == 0xffff;
}

PROGRAM(flow)
{
	struct flow flow;

	return parse(ctx, &flow) ? flow_hash(&flow) ^ has_ipv4_checksum(ctx) : 0;
}

LICENSE;
