// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/flow.h"
#include "sluice/loader.h"

#define PREFIXES 4096

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, PREFIXES);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct sluice_prefix4);
	__type(value, sluice_chain_id);
} ip4_dst_map SEC(".maps") SLUICE_DOC("the chain of each IPv4 prefix; the longest that matches counts");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, PREFIXES);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct sluice_prefix6);
	__type(value, sluice_chain_id);
} ip6_dst_map SEC(".maps") SLUICE_DOC("the chain of each IPv6 prefix; the longest that matches counts");

SLUICE_DOC("Gives IPv4 and IPv6 packets to the chain of their destination, an address or a prefix.")
SLUICE_LOADER(ip_dst_classifier)
{
	struct sluice_cursor cursor = sluice_open(ctx);
	__be16 protocol = sluice_take_ethernet(&cursor);
	__u32 network = sluice_offset(ctx, &cursor);
	sluice_chain_id *chain = NULL;
	struct ipv6hdr *ip6;
	struct iphdr *ip;

	if (protocol == bpf_htons(ETH_P_IPV6) && (ip6 = sluice_take_ipv6(&cursor))) {
		struct sluice_prefix6 key = { 128, ip6->daddr };

		chain = bpf_map_lookup_elem(&ip6_dst_map, &key);
	} else if (protocol == bpf_htons(ETH_P_IP) && (ip = sluice_take_ipv4(&cursor))) {
		struct sluice_prefix4 key = { 32, ip->daddr };

		chain = bpf_map_lookup_elem(&ip4_dst_map, &key);
	}
	return chain ? sluice_start(ctx, network, *chain) : XDP_PASS;
}
