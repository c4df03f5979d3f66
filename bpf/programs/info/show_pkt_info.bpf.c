// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/flow.h"

#define LINK 1
#define NETWORK 2
#define TRANSPORT 4

/* Both halves of a link address: the format of the kernel has none of its own. */
static __always_inline __u64 link_address(const __u8 *address)
{
	__u64 number = 0;

	for (int i = 0; i < ETH_ALEN; i++)
		number = number << 8 | address[i];
	return number;
}

static __always_inline int show_network(struct xdp_md *ctx, struct sluice_cursor *cursor, __be16 protocol, bool show)
{
	struct ipv6hdr *ip6;
	struct iphdr *ip;

	if (protocol == bpf_htons(ETH_P_IPV6) && (ip6 = sluice_take_ipv6(cursor))) {
		if (show)
			bpf_printk("IPv6 src=%pI6 dst=%pI6", &ip6->saddr, &ip6->daddr);
		return sluice_find_header(ctx, cursor, ip6->nexthdr, SLUICE_ANY);
	}
	if (protocol == bpf_htons(ETH_P_IP) && (ip = sluice_take_ipv4(cursor))) {
		if (show)
			bpf_printk("IPv4 src=%pI4 dst=%pI4", &ip->saddr, &ip->daddr);
		return ip->frag_off & bpf_htons(SLUICE_IPV4_OFFSET) ? -1 : ip->protocol;
	}
	if (show)
		bpf_printk("L3 protocol=0x%x", bpf_ntohs(protocol));
	return -1;
}

static __always_inline void show_transport(struct sluice_cursor *cursor, int protocol)
{
	struct udphdr *ports = NULL;

	if (protocol == IPPROTO_UDP || protocol == IPPROTO_TCP)
		ports = sluice_take(cursor, sizeof(*ports)); /* those of TCP stand where UDP has them */
	if (ports)
		bpf_printk("%s src=%d dst=%d", protocol == IPPROTO_UDP ? "UDP" : "TCP", bpf_ntohs(ports->source), bpf_ntohs(ports->dest));
	else if (protocol >= 0)
		bpf_printk("L4 protocol=%d", protocol);
}

SLUICE_DOC("Prints what the headers of a packet say to the kernel's trace pipe, or in process to the program's output.")
SLUICE_RETURNS("0")
SLUICE_VALUE
SLUICE_FUNCTION(show_pkt_info, SLUICE_ARG(__u64, layers, "what to print: the sum of 1 link, 2 network, 4 transport"),
	SLUICE_ARG(__u64, user_info, "a number to print with it"))
{
	struct sluice_cursor cursor = sluice_open(ctx);
	struct ethhdr *ethernet = cursor.at;
	__be16 protocol = sluice_take_ethernet(&cursor);
	int transport;

	bpf_printk("packet of %d bytes, user info %llu", sluice_length(ctx), user_info);
	if (!protocol)
		return 0;
	if (layers & LINK)
		bpf_printk("L2 src=%012llx dst=%012llx", link_address(ethernet->h_source), link_address(ethernet->h_dest));
	transport = show_network(ctx, &cursor, protocol, layers & NETWORK);
	if (layers & TRANSPORT)
		show_transport(&cursor, transport);
	return 0;
}
