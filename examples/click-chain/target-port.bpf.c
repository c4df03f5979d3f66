/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* The showcase's first filter: drops packets to a port, of TCP and of UDP. Stands where packets begin with Ethernet. */
#include "sluice_click.h"

/* The router can set it: SET port 80. */
volatile const __u16 port = 12345;

CLICK_FILTER(target_port)
{
	const struct ethhdr *eth = click_at(ctx, 0, sizeof(*eth));
	const struct iphdr *ip = click_at(ctx, sizeof(*eth), sizeof(*ip));
	const struct udphdr *udp;
	__u32 length;

	if (!ip || eth->h_proto != bpf_htons(ETH_P_IP))
		return CLICK_PASS;
	if (ip->protocol != IPPROTO_TCP && ip->protocol != IPPROTO_UDP)
		return CLICK_PASS;
	/* Only a first fragment has ports. */
	if (ip->frag_off & bpf_htons(0x1fff))
		return CLICK_PASS;
	length = ip->ihl * 4;
	if (length < sizeof(*ip))
		return CLICK_PASS;
	udp = click_at(ctx, sizeof(*eth) + length, sizeof(*udp));
	if (!udp)
		return CLICK_PASS;
	return udp->dest == bpf_htons(port) ? CLICK_DROP : CLICK_PASS;
}
