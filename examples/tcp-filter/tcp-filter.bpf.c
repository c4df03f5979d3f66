// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/*
 * Of IPv4, only TCP passes. Whatever is not IPv4 is left alone, so ARP and IPv6 keep working on the interface.
 *
 * The packet lies between ctx->data and ctx->data_end. Nothing may be read before a comparison with data_end has shown
 * that it is there: the verifier follows these comparisons and rejects a program that lacks one.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

SEC("xdp")
int tcp_filter(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct iphdr *ip = (void *)(eth + 1);

	if ((void *)(eth + 1) > end)
		return XDP_DROP;
	if (eth->h_proto != bpf_htons(ETH_P_IP))
		return XDP_PASS;
	if ((void *)(ip + 1) > end)
		return XDP_DROP;
	return ip->protocol == IPPROTO_TCP ? XDP_PASS : XDP_DROP;
}

char _license[] SEC("license") = "Dual BSD/GPL";
